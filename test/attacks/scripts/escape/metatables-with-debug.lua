--@ ends any
--@ spoils the context until it is reset
--@ options {"libraries": "all"}
debug.setmetatable(box, { __index = print, __gc = print, __close = print }) debug.setmetatable(call, { __index = _G }) debug.setmetatable(nil, { __index = print, __call = print }) debug.setmetatable(1, { __index = print, __call = print }) pcall(function() return box.x end) pcall(point.norm, box) box = nil collectgarbage() identity(nil) identity(1)
