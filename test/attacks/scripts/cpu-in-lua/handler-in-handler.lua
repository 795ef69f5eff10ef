-- A handler that starts protected calls of its own.
--@ ends instructions
local function h(m) xpcall(error, h, m) return m end while true do xpcall(error, h) end
