-- A finalizer that ends the execution, and fails.
--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
warn('@on')
setmetatable({}, { __gc = function() stop() error('x') end })
collectgarbage() touch()
for i = 1, 10 do setmetatable({}, { __gc = touch }) end collectgarbage() touch()
