-- ipairs honours __index.
--@ ends instructions
for i, v in ipairs(setmetatable({}, { __index = function() return 1 end })) do end
