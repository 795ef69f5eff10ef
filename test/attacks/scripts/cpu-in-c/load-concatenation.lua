-- One register for each operand.
--@ ends instructions
local s = 'return ' .. ('a..'):rep(200) .. '1' while true do load(s) end
