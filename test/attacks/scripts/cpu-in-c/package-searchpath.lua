-- A name and a path that multiply.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local name, path = R('a.', 4096), R('?;', 4096) while true do pcall(package.searchpath, name, path) end
