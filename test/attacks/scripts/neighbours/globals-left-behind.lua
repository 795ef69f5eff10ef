--@ ends returned
--@ options {"libraries": "all"}
for i = 1, 1000 do _G['left' .. i] = i end
