-- A long format.
--@ ends instructions
local s = ('%c'):rep(1e4) while true do os.date(s) end
