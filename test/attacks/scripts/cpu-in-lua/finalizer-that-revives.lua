-- A finalizer that marks its object anew.
--@ ends instructions
local m = {} m.__gc = function(o) setmetatable(o, m) end setmetatable({}, m) while true do collectgarbage() end
