-- A chunk without an environment has no globals.
--@ ends returned
--@ options {"libraries": "sandbox"}
local f = load('return x, _ENV', 'c', 't', {}) local x, env = f() assert(x == nil and next(env) == nil) local g = load('return _ENV', 'c', 't', nil) assert(g() == nil)
