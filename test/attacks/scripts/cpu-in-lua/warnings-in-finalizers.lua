--@ ends instructions
warn('@on')
local meta = {} meta.__gc = function() warn('one', ' two') warn('@off') warn('@on') setmetatable({}, meta) error('in a finalizer') end
setmetatable({}, meta)
while true do collectgarbage() end
