-- Long texts, again and again.
--@ ends instructions
--@ options {"maxMemory": "20MB", "maxInstructions": 3000000}
local s = ('x'):rep(1 << 20) while true do identity({ s, s, s, s }) end
