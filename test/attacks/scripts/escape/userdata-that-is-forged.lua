-- A table that looks like a userdata.
--@ ends returned
--@ options {"libraries": "sandbox"}
local fake = setmetatable({}, { __name = 'Point', __index = point }) assert(fake.norm == point.norm) assert(not pcall(fake.norm, fake)) assert(not pcall(point.norm, fake))
