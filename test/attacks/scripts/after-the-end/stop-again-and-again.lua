--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
for i = 1, 100 do pcall(stop) end while true do touch() end
