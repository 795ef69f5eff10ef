-- Each coroutine closes the one before.
--@ ends error
--@ options {"maxInstructions": 300000000}
local before = false for i = 1, 1000 do local b = before before = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() if b then assert(coroutine.close(b)) end end }) coroutine.yield() end) coroutine.resume(before) end assert(coroutine.close(before))
