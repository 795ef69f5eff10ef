-- Every way to start the collector.
--@ ends instructions
local t = {} for i = 1, 1000 do t[i] = {} end while true do collectgarbage() collectgarbage('step', 1e6) collectgarbage('generational') collectgarbage('incremental') end
