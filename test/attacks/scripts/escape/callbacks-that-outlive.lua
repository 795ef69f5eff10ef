-- A function that the host holds is not more than a function.
--@ ends returned
--@ options {"libraries": "sandbox"}
local f = identity(function() return _ENV end) assert(f() == _ENV)
