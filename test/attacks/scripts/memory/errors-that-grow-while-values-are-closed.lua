-- Each doubles the error of the one before.
--@ ends instructions
--@ options {"maxMemory": "10MB", "maxInstructions": 3000000}
local meta = { __close = function(_, e) error((e or 'x') .. (e or 'x'), 0) end }
while true do
  pcall(function()
    for i = 1, 1 do
      local a <close> = setmetatable({}, meta) local b <close> = setmetatable({}, meta) local c <close> = setmetatable({}, meta) local d <close> = setmetatable({}, meta) local e <close> = setmetatable({}, meta)
      local f <close> = setmetatable({}, meta) local g <close> = setmetatable({}, meta) local h <close> = setmetatable({}, meta) local i <close> = setmetatable({}, meta) local j <close> = setmetatable({}, meta)
      error(('x'):rep(100000), 0)
    end
  end)
end
