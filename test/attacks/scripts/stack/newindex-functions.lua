--@ ends error
--@ options {"maxInstructions": 300000000}
local function deep(n) if n == 0 then return {} end local inner = deep(n - 1) return setmetatable({}, { __newindex = function(_, k, v) inner[k] = v end }) end
local t = deep(150) t.x = 1
local meta = {} meta.__newindex = function(t, k, v) t[k] = v end setmetatable(t, meta) local u = setmetatable({}, meta) u.x = 1
