--@ ends error
--@ options {"maxInstructions": 300000000}
local function body() coroutine.yield() local f = coroutine.wrap(body) f() f() end local f = coroutine.wrap(body) f() f()
