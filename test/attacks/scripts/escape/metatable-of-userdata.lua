--@ ends returned
--@ options {"libraries": "sandbox"}
assert(getmetatable(box) == false) assert(not pcall(setmetatable, box, {})) assert(not pcall(rawget, box, 'x')) assert(not pcall(rawset, box, 'x', 1)) assert(not pcall(next, box))
