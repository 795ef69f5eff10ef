--@ ends error
--@ options {"maxInstructions": 300000000}
local t = {} t.t = { t } identity(t)
