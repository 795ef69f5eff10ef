-- Yields in metamethods, and goes on for ever.
--@ ends instructions
local m = {} for _, e in ipairs { 'index', 'add', 'lt', 'concat', 'call', 'len', 'eq' } do m['__' .. e] = function(...) return coroutine.yield(...) end end local t, u = setmetatable({}, m), setmetatable({}, m) local co = coroutine.wrap(function() while true do local x = t.x, t + 1, t < u, t .. 1, t(), #t, t == u end end) while true do co(1) end
