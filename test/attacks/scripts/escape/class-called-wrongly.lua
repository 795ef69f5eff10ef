--@ ends returned
--@ options {"libraries": "sandbox"}
assert(not pcall(function() return Point() end) or true) assert(not pcall(Point.new, {}, setmetatable({}, { __tostring = error }), error) or true) local p = Point.new(3, 4) assert(p:norm() == 5)
