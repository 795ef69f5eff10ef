--@ ends any
--@ options {"maxMemory": "20MB", "maxInstructions": 30000000}
local long = ('x'):rep(1e6)
local kept = {}
while true do kept[#kept + 1] = string.pack('s4s8zs4', long, long, long, long .. #kept) end
