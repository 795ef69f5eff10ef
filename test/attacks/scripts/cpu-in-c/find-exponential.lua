-- Lazy items that try every split.
--@ ends instructions
local s = ('a'):rep(30000) s:find('.-.-.-.-.-b')
