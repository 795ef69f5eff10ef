--@ ends instructions
--@ options {"maxMemory": "5MB", "maxInstructions": 30000000}
local kept = {}
while true do
  setmetatable({}, { __gc = function() pcall(function() while true do kept[#kept + 1] = {} end end) kept = {} end })
  collectgarbage()
end
