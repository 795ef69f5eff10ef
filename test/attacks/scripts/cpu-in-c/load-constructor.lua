--@ ends instructions
--@ options {"maxInstructions": 9000000}
local s = 'return {' .. ('1,'):rep(2^17 // 1 | 0) .. '}' while true do load(s) end
