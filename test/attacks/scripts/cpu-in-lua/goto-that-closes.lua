-- Each jump leaves a scope with an upvalue and a variable to be closed.
--@ ends instructions
local closed, keep = 0, {}
::again::
do
  local x <close> = setmetatable({}, { __close = function() closed = closed + 1 end })
  local i = closed
  keep[i % 10] = function() i = i + 1 return i end
  if closed >= 0 then goto again end
end
