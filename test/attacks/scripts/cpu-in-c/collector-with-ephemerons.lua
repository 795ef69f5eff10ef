-- Chains of weak keys.
--@ ends instructions
collectgarbage('stop') local m, first = { __mode = 'k' }, {} local k = first local ts = {} for i = 1, 2000 do local t, n = setmetatable({}, m), {} t[k] = n k = n ts[i] = t end while true do collectgarbage() end
