-- A string constant that is read without end.
--@ ends instructions
--@ options {"maxMemory": "20MB", "maxInstructions": 300000000}
local n
while true do
  n = 0
  local f, message = load(function() n = n + 1 return (n == 1 and 'return "' or '') .. ('x'):rep(1e6) end)
  assert(not f and message:find('not enough memory'))
end
