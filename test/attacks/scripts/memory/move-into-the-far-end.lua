--@ ends any
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
local t = {}
for i = 1, 62 do pcall(table.move, { 1, 2, 3 }, 1, 3, 1 << i, t) end
for i = 0, 62 do t[(1 << i) - 1] = i t[-(1 << i)] = i end
pcall(table.move, t, 1, 1e9 // 1 | 0, 2) while true do table.move(t, 1, #t, #t + 1, t) end
