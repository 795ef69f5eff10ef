--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local s, h = R("1", 2^18), "0x" .. R("f", 2^18) while true do local x = s + 1 x = -s x = s < h x = h + s pcall(function() return h .. "x" | 1 end) end
