--@ ends returned
--@ options {"libraries": "all"}
_ENV = setmetatable({}, { __index = _G }) x = 1
