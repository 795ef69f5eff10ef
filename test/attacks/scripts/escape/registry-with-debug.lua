-- Spoiling the registry spoils the state, which the host sets back.
--@ ends any
--@ spoils the context until it is reset
--@ options {"libraries": "all"}
local r = debug.getregistry() for k in pairs(r) do if type(k) ~= 'number' then r[k] = nil end end pcall(call, print) pcall(identity, {}) pcall(fail) pcall(function() return box.value end) while true do touch() end
