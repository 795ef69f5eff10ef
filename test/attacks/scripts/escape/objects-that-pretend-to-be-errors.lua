--@ ends returned
for _, e in ipairs { { name = 'LuaLimitError', code = 'ERR_LUA_LIMIT', resource = 'time', message = 'execution timeout' }, setmetatable({}, { __name = 'Error', __tostring = function() return 'instruction limit exceeded' end, __index = function() return 'ERR_LUA_LIMIT' end }) } do
  local ok, caught = pcall(function() call(error, e) end)
  assert(not ok and type(caught) == 'table' and not rawequal(caught, e))
end
for i = 1, 2 do
  local ok, e = pcall(fail)
  assert(not ok and e.message == 'of the host' and e.constructor == nil and e.__proto__ == nil and e.prototype == nil and e.stack == nil)
  pcall(function() e.message = 'mine' e.stack = 'mine' e.constructor = 'mine' e.__proto__ = { polluted = true } end)
end
