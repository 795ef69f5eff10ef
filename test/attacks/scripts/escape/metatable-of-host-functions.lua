--@ ends returned
--@ options {"libraries": "sandbox"}
assert(getmetatable(call) == nil) assert(not pcall(function() return call.constructor end)) assert(not pcall(function() call.x = 1 end)) assert(not pcall(setmetatable, call, {}))
