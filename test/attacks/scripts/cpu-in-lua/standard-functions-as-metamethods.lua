-- Every function of the libraries in the place of every metamethod.
--@ ends instructions
--@ options {"maxInstructions": 20000000}
local events = { '__index', '__newindex', '__call', '__concat', '__len', '__eq', '__lt', '__le', '__unm', '__add', '__close', '__gc', '__tostring', '__pairs', '__name', '__mode', '__metatable' }
local values = {}
for _, library in ipairs { _G, string, table, math, coroutine, utf8 } do for _, f in pairs(library) do if type(f) == 'function' and f ~= collectgarbage and f ~= stop then values[#values + 1] = f end end end
local uses = {
  function(t) return t.x end, function(t) t.x = 1 end, function(t) return t(1, 2) end, function(t) return t .. 'x' end, function(t) return #t end,
  function(t, u) return t == u end, function(t, u) return t < u end, function(t, u) return t <= u end, function(t) return -t end, function(t) return t + 1 end,
  function(t) local x <close> = t end, function(t) return tostring(t) end, function(t) for _ in pairs(t) do break end end, function(t) return table.concat(t) end,
  function(t) return table.unpack(t, 1, 3) end, function(t) table.sort(t) end, function(t) table.move(t, 1, 3, 2) end, function(t) return next(t) end,
}
while true do
  for _, f in ipairs(values) do
    for _, event in ipairs(events) do
      local meta = { [event] = f }
      local t, u = setmetatable({}, meta), setmetatable({}, meta)
      for _, use in ipairs(uses) do pcall(use, t, u) end
    end
  end
end
