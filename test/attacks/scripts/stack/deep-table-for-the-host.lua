--@ ends error
--@ options {"maxInstructions": 300000000}
local t = {} for i = 1, 1e5 do t = { t } end identity(t)
