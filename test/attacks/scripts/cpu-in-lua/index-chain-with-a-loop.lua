-- A chain of tables that closes on itself.
--@ ends instructions
local a, b = {}, {} setmetatable(a, { __index = b }) setmetatable(b, { __index = a }) while true do pcall(function() return a.x end) pcall(function() a.x = 1 end) end
