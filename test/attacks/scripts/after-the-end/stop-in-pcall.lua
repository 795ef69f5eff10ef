--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
pcall(stop) while true do pcall(touch) end
