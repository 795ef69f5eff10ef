-- One call of a library function that would take hours: no loop of Lua's
-- own, so a count hook would never see it. Here every round counts.

local text = ('a'):rep(30000)

return text:find('.-.-.-.-b$')
