--@ ends memory
--@ options {"maxMemory": "10MB", "maxInstructions": 300000000}
local s, t = ('a'):rep(30), {} while true do t[#t + 1] = { s:match(('(a)'):rep(30)) } end
