--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
local fake = setmetatable({}, { __index = function() stop() return 1 end })
pcall(Point.new, fake, fake) stop() pcall(Point.new, 1, 2) touch()
