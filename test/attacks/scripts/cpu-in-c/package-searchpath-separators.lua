-- Each dot becomes a long text.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local name, rep = R('.', 4096), R('x', 4096) while true do pcall(package.searchpath, name, 'x', '.', rep) end
