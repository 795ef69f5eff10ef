--@ ends instructions
local meta = {}
function meta.__gc() collectgarbage() collectgarbage('generational') collectgarbage('incremental') collectgarbage('step', 1 << 40) setmetatable({}, meta) end
while true do setmetatable({}, meta) collectgarbage() end
