--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local s = R("1", 2^18) while true do pcall(string.format, "%d", s) pcall(string.format, "%c", s) pcall(string.format, "%f", s) pcall(string.format, "%i", "0x" .. s) end
