-- Tables whose lengths and elements are made up.
--@ ends instructions
--@ options {"maxInstructions": 10000000}
local function proxy(n) return setmetatable({}, { __index = function(_, i) return n - i end, __newindex = function() end, __len = function() return n end }) end
while true do
  for _, n in ipairs { 0, 1, 100, 1e6 // 1 | 0, math.maxinteger, -1, math.mininteger } do
    local t = proxy(n)
    pcall(table.insert, t, 1) pcall(table.insert, t, 1, 1) pcall(table.remove, t) pcall(table.remove, t, 1) pcall(table.unpack, t) pcall(table.concat, t) pcall(table.sort, t)
  end
end
