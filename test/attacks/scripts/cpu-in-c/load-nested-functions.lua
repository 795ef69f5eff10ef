--@ ends instructions
local s = ('return function() '):rep(150) .. ('end '):rep(150) while true do load(s) end
