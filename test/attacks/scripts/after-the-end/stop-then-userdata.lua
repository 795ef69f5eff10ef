--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
stop() while true do point:norm() local x = box.value end
