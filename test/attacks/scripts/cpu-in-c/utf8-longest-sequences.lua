--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local s = R("\u{7fffffff}", 2^17) while true do utf8.len(s, 1, -1, true) utf8.offset(s, -1) utf8.offset(s, 10000) for p, c in utf8.codes(s, true) do if p > 10000 then break end end pcall(utf8.codepoint, s, 1, 6000, true) end
