-- What Lua 5.5 adds gives no way around an environment.
--@ ends returned
assert(load('global none; return none')() == nil)
assert(not load('global none; return string'))
assert(not load('global<const> print; print = 1'))
assert(not pcall(load('global function print() end') or error))
local env = setmetatable({}, { __index = function() error('reached') end, __newindex = function() error('reached') end })
assert(not pcall(load('global x = 1', 'c', 't', env)))
assert(not pcall(load('global * return _G', 'c', 't', env)))
assert(load('global * return _ENV', 'c', 't', {})() ~= _G)
