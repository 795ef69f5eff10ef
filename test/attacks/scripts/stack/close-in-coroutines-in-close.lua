--@ ends error
--@ options {"maxInstructions": 300000000}
local function f() local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() f() end }) coroutine.yield() end) coroutine.resume(co) assert(coroutine.close(co)) end f()
