-- Nothing but bytes that begin no character.
--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local s = R("\x80", 2^18) while true do pcall(utf8.offset, s, 1, #s + 1) pcall(utf8.offset, s, 2) pcall(utf8.offset, s, -1) pcall(utf8.len, s, 1, -1, true) pcall(utf8.codepoint, s, 1, -1, true) for x in s:gmatch(utf8.charpattern) do break end end
