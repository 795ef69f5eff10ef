-- Each is hashed once, by all of its bytes.
--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local s = R("x", 2^18) local t = {} while true do t[s .. #t] = 1 end
