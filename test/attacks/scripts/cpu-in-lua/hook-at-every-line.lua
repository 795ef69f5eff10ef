-- A hook that calls, errors, and sets hooks.
--@ ends instructions
--@ spoils the context until it is reset
local function hook() debug.sethook(hook, 'crl', 1) pcall(error) end debug.sethook(hook, 'crl', 1) while true do local x = 1 end
