--@ ends any
--@ options {"maxMemory": "20MB", "maxInstructions": 30000000}
local kept = {}
while true do pcall(load, function() kept[#kept + 1] = ('x'):rep(1e5) return kept[#kept] end) end
