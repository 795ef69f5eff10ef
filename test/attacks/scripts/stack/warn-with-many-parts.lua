--@ ends any
--@ options {"maxInstructions": 300000000}
warn('@on') for n = 0, 20 do local t = {} for i = 1, 1 << n do t[i] = 'x' end pcall(function() warn(table.unpack(t)) end) end
