--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local weak, strong, meta = setmetatable({}, { __mode = 'k' }), {}, {}
meta.__gc = function(o) strong[#strong % 100 + 1] = o weak[o] = { o } setmetatable(o, meta) end
while true do local o = setmetatable({ ('x'):rep(1000) }, meta) weak[o] = o end
