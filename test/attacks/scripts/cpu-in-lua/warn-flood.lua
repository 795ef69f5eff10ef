-- Warnings go nowhere, and cost.
--@ ends instructions
warn('@on') while true do warn('a', 'b', 'c') end
