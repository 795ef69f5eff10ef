-- They are moved for each call.
--@ ends instructions
local t = {} for i = 1, 100000 do t[i] = i end local function f(...) return ... end local function g(...) while true do f(...) pcall(rawequal, 1, 1, ...) local x = { ... } end end g(table.unpack(t))
