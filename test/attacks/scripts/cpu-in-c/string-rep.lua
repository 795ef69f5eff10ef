-- Many copies, again and again.
--@ ends instructions
while true do local s = ('ab'):rep(2^20 // 1 | 0) end
