-- Each finalizer leaves two more.
--@ ends instructions
local m = {} m.__gc = function() setmetatable({}, m) setmetatable({}, m) end setmetatable({}, m) while true do collectgarbage('step') end
