--@ ends returned
--@ options {"libraries": "all"}
setmetatable(_G, { __index = function() return 'left' end, __newindex = function() end, __metatable = 'locked' }) getmetatable('').__index = function() return 'left' end debug.setmetatable(1, { __index = function() return 'left' end }) debug.setmetatable(nil, { __index = function() return 'left' end }) debug.setmetatable(print, { __index = function() return 'left' end })
