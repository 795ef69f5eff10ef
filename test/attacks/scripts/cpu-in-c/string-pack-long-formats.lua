--@ ends instructions
local f, d = ("!16Xi16"):rep(5000), "i" .. ("0"):rep(50000) .. "1" while true do string.pack(f) string.pack(d, 1) string.pack("c100000", "x") string.packsize(d) pcall(string.unpack, f, "x") end
