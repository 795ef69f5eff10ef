--@ ends returned
--@ options {"libraries": "all"}
left = {} for i = 1, 50000 do left[i] = 'left' .. i end
