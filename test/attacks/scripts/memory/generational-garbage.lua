--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 30000000}
collectgarbage('generational') collectgarbage('param', 'minormul', 100) collectgarbage('param', 'majorminor', 100) local old = {} for i = 1, math.huge do old[i % 1000] = { old[(i + 1) % 1000] and {} } end
