-- The collector told to wait for ever.
--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
collectgarbage('param', 'pause', 1000) collectgarbage('param', 'stepmul', 0) collectgarbage('param', 'stepsize', 1 << 30) while true do local t = { {}, {}, ('x'):rep(100) } end
