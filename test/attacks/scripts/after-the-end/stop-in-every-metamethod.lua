--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local meta = {}
local function now() stop() while true do end end
for _, event in ipairs { '__index', '__newindex', '__call', '__concat', '__len', '__eq', '__lt', '__le', '__unm', '__add', '__idiv', '__shl', '__bnot', '__tostring', '__pairs', '__close' } do meta[event] = now end
local t, u = setmetatable({}, meta), setmetatable({}, meta)
pcall(function() return t.x end) touch() pcall(function() t.x = 1 end) touch() pcall(t) touch() pcall(function() return t .. u end) touch()
