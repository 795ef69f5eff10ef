--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
xpcall(stop, touch) while true do xpcall(error, touch) end
