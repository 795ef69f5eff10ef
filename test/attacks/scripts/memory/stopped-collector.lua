-- Without a collector all is garbage that stays.
--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
collectgarbage('stop') local m = 0 while true do m = math.max(m, collectgarbage('count')) local s = ('x'):rep(1000) .. m end
