-- As above, to a host function.
--@ ends returned
--@ options {"libraries": "sandbox"}
identity({ ['__proto__'] = { polluted = 1 }, constructor = { prototype = { polluted = 1 } } }) identity(setmetatable({ ['__proto__'] = 1 }, {}))
