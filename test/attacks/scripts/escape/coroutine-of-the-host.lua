-- The main thread can be neither resumed nor closed.
--@ ends returned
--@ options {"libraries": "sandbox"}
local main, is = coroutine.running() assert(is) assert(not coroutine.resume(main)) assert(not pcall(coroutine.close, main)) assert(not pcall(coroutine.yield))
