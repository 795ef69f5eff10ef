--@ ends instructions
local t = {} for i = 1, 100000 do t[i] = i end local co = coroutine.wrap(function(...) while true do coroutine.yield(...) end end) local function f(...) while true do co(...) end end f(table.unpack(t))
