-- Reaches into the frames below.
--@ ends any
--@ spoils the context until it is reset
--@ options {"libraries": "all"}
for level = 0, 10 do for i = -5, 10 do pcall(debug.setlocal, level, i, {}) pcall(debug.getlocal, level, i) end end
