-- All wait for one label.
--@ ends instructions
local function R(s, n) return s:rep(4096):rep(n // 4096) end local s = R('if x then goto e end ', 4096 * 4) .. ' ::e::' while true do load(s) end
