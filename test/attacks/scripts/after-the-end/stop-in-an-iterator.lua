--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
for i in function() stop() touch() return 1 end do touch() end
