-- Warnings from finalizers whose objects come back.
--@ ends instructions
warn('@on')
local meta = {}
function meta.__gc(object) setmetatable(object, meta) setmetatable({}, meta) error('again') end
setmetatable({}, meta)
while true do warn('x', 'y') collectgarbage() end
