-- Equal, and not the same: compared to the last byte.
--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local a = R("a", 2^22) local b = a .. "b" a = a .. "b" while true do assert(a == b) end
