-- With tables that are weak both ways.
--@ ends instructions
local meta, weak = {}, setmetatable({}, { __mode = 'kv' })
function meta.__gc(o) weak[o] = o weak[#weak + 1] = o setmetatable(o, meta) setmetatable({}, meta) end
setmetatable({}, meta)
while true do collectgarbage('step') end
