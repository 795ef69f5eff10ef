-- Each handler declares the next variable.
--@ ends instructions
local m = {}
m.__close = function() for i = 1, 3 do local x <close> = setmetatable({}, m) end end
while true do
  pcall(function() local x <close> = setmetatable({}, m) end)
end
