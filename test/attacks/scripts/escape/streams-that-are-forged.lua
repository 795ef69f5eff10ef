-- With the library debug any userdata passes for a file: what happens then stays within the memory of the engine.
--@ ends any
--@ spoils until it is reset
local FILE = debug.getregistry()['FILE*']
debug.setmetatable(box, FILE) debug.setmetatable(point, FILE)
for _, forged in ipairs { box, point } do for _, name in ipairs { 'flush', 'read', 'seek', 'setvbuf', 'write', 'lines', 'close' } do pcall(FILE.__index[name], forged, 'a') end pcall(io.output, forged) pcall(io.write, 'x') pcall(tostring, forged) end
debug.setmetatable(io.stdout, debug.getmetatable(print) or {}) collectgarbage()
