--@ ends any
--@ spoils the context until it is reset
--@ options {"libraries": "all"}
for i = 1, 5 do pcall(debug.setupvalue, call, i, 'x') pcall(debug.setupvalue, identity, i, 1 << 40) end pcall(call, print) pcall(identity, 1) while true do touch() end
