--@ ends any
--@ spoils the context until it is reset
--@ options {"libraries": "all"}
for i = 0, 3 do pcall(debug.setuservalue, box, 'x', i) pcall(debug.setuservalue, point, nil, i) end pcall(function() return box.value end) pcall(identity, box) pcall(point.norm, point)
