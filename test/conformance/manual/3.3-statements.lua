-- Statements.
local a, b, c = 1, 2 eq(c, nil) a, b = b, a eq({ a, b }, { 2, 1 }) local t = {} local i = 1 i, t[i] = i + 1, 20 eq(t, { 20 }) a, b, c = (function() return 1, 2 end)() eq(c, nil) a, b, c = 0, (function() return 1, 2 end)() eq(c, 2)
a, b = ((function() return 1, 2 end)()) eq(b, nil);;; local x <const> = 5 eq({ load('local x <const> = 1; x = 2', '=c') }, { nil, "c:1: attempt to assign to const variable 'x'" })
local order = {} local function at(n, v) order[#order + 1] = n return v end local tt = {} tt[at(1, 'k')] = at(2, 'v') eq(order, { 1, 2 })
-- control
local n = 0 while n < 5 do n = n + 1 if n == 3 then break end end eq(n, 3) repeat local done = n > 5 n = n + 1 until done eq(n, 7) if n == 1 then eq(1, 2) elseif n == 7 then n = 'ok' else eq(1, 2) end eq(n, 'ok')
-- numeric for
local function loop(...) local r = {} local from, to, step = ... for i = from, to, step or 1 do r[#r + 1] = i if #r > 20 then break end end return r end
eq(loop(1, 3), { 1, 2, 3 }) eq(loop(3, 1), {}) eq(loop(3, 1, -1), { 3, 2, 1 }) eq(loop(1, 3, 2), { 1, 3 }) eq(loop(1.0, 2, 0.5), { 1.0, 1.5, 2.0 }) eq(loop(1, 2.9), { 1, 2 }) eq(loop(1, 0), {}) eq(loop(0, -2, -0.5), { 0.0, -0.5, -1.0, -1.5, -2.0 })
eq(loop(math.maxinteger - 1, math.maxinteger), { math.maxinteger - 1, math.maxinteger }) eq(loop(math.mininteger, math.mininteger + 1), { math.mininteger, math.mininteger + 1 }) eq(loop(math.mininteger + 1, math.mininteger, -1), { math.mininteger + 1, math.mininteger })
eq(loop(math.maxinteger, math.maxinteger - 1, -1), { math.maxinteger, math.maxinteger - 1 }) eq(loop(1, math.maxinteger, math.maxinteger), { 1 }) eq(loop(1, math.huge)[21], 21) eq(loop(1, -math.huge), {}) eq(loop(math.mininteger, math.maxinteger, math.maxinteger), { math.mininteger, -1, math.maxinteger - 1 })
eq(#loop(1, 0 / 0), 0) eq(loop(3, 2^63, 1)[1], 3) eq(loop(1, 3, 10), { 1 }) eq(math.type(loop(1, 2, 1.0)[1]), 'float') eq(math.type(loop(1, 2.5)[1]), 'integer')
eq({ load('for i = 1, 2 do i = 3 end', '=c') }, { nil, "c:1: attempt to assign to const variable 'i'" })
local fs = {} for i = 1, 3 do fs[i] = function() return i end end eq({ fs[1](), fs[2](), fs[3]() }, { 1, 2, 3 })
-- generic for
local closed = {} local function closing(name) return setmetatable({}, { __close = function(_, e) closed[#closed + 1] = { name, e } end }) end
local function iterate(s, c) if c < 3 then return c + 1, s end end
local seen = {} for k, s in iterate, 's', 0, closing('iterator') do seen[k] = s end eq(seen, { 's', 's', 's' }) eq(closed, { { 'iterator' } })
closed = {} for k in iterate, 's', 0, closing('broken') do break end eq(closed, { { 'broken' } }) closed = {} pcall(function() for k in iterate, 's', 0, closing('failed') do error('x', 0) end end) eq(closed, { { 'failed', 'x' } })
closed = {} (function() for k in iterate, 's', 0, closing('returned') do return end end)() eq(closed, { { 'returned' } }) closed = {} do for k in iterate, 's', 0, closing('gone') do goto out end ::out:: end eq(closed, { { 'gone' } })
local sum = 0 for k, v in pairs { 1, 2, x = 3 } do sum = sum + v end eq(sum, 6) for k, v in next, {} do eq(1, 2) end for a1, a2, a3 in function(s, c) if not c then return 1, nil, 3 end end do eq({ a1, a2, a3 }, { 1, nil, 3 }) end
for k in setmetatable({}, { __call = function(self, s, c) if not c then return 'called' end end }) do eq(k, 'called') end
eq({ load('for k in pairs({}) do k = 1 end', '=c') }, { nil, "c:1: attempt to assign to const variable 'k'" })
-- goto
do local i, r = 1, {} ::top:: if i <= 3 then r[i] = i i = i + 1 goto top end eq(r, { 1, 2, 3 }) end
for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end n = i * 10 + j ::continue:: end end eq(n, 33) do goto skip local hidden ::skip:: end
eq({ load('goto nowhere', '=c') }, { nil, "c:1: no visible label 'nowhere' for <goto> at line 1" }) eq({ load('::a:: ::a::', '=c') }, { nil, "c:1: label 'a' already defined on line 1" }) eq({ load('goto f; local x; ::f:: x = 1', '=c') }, { nil, "c:1: <goto f> at line 1 jumps into the scope of 'x'" })
eq({ load('do ::inner:: end goto inner', '=c') }, { nil, "c:1: no visible label 'inner' for <goto> at line 1" }) eq({ load('break', '=c') }, { nil, "c:1: break outside loop near 'break'" }) eq(load('goto e do ::x:: end ::e::') ~= nil, true) eq(load('repeat if x then goto cont end local y ::cont:: until y') , nil)
do local fs = {} local i = 1 ::again:: do local y = i fs[i] = function() y = y + 1 return y end end i = i + 1 if i <= 2 then goto again end eq({ fs[1](), fs[1](), fs[2]() }, { 2, 3, 3 }) end
-- to-be-closed variables
closed = {} do local a <close> = closing('a') local b <close> = closing('b') local c <close> = nil local d <close> = false eq(#closed, 0) end eq(closed, { { 'b' }, { 'a' } })
fails("variable 'x' got a non-closable value", function() local x <close> = {} end) fails("variable 'x' got a non-closable value", function() local x <close> = 42 end)
eq({ load('local a <close>, b <close> = nil', '=c') }, { nil, "c:1: multiple to-be-closed variables in local list" }) eq({ load('local a <close> = nil; a = 1', '=c') }, { nil, "c:1: attempt to assign to const variable 'a'" })
closed = {} local function f() local a <close> = closing('a') return 'value', #closed end eq({ f() }, { 'value', 0 }) eq(#closed, 1)
closed = {} eq({ pcall(function() local a <close> = closing('a') error('body', 0) end) }, { false, 'body' }) eq(closed, { { 'a', 'body' } })
local function fail(text) return setmetatable({}, { __close = function(_, e) error(text .. tostring(e), 0) end }) end
eq({ pcall(function() local a <close> = fail('1') local b <close> = fail('2') error('body', 0) end) }, { false, '12body' }) eq({ pcall(function() local a <close> = fail('1') local b <close> = fail('2') return 1 end) }, { false, '12nil' })
closed = {} eq({ pcall(function() local a <close> = closing('a') local b <close> = fail('b') end) }, { false, 'bnil' }) eq(closed, { { 'a', 'bnil' } })
closed = {} for i = 1, 2 do local v <close> = closing(i) if i == 2 then break end end eq(closed, { { 1 }, { 2 } }) closed = {} local function tail() local v <close> = closing('v') return (function() return #closed end)() end eq(tail(), 0)
do local m = {} m.__close = function() end local v <close> = setmetatable({}, m) m.__close = nil eq(pcall(function() local w <close> = setmetatable({}, { __close = print }) getmetatable(w).__close = nil end), false) m.__close = function() end end
closed = {} do local n = 0 repeat local v <close> = closing('r') n = n + 1 until n == 2 end eq(#closed, 2) closed = {} do local i = 1 ::l:: local v <close> = closing(i) i = i + 1 if i < 3 then goto l end end eq(closed, { { 1 }, { 2 } })
-- calls as statements, methods, strings and tables as arguments
local o = { n = 1 } function o:add(k) self.n = self.n + k return self end function o.plain(k) return k end o.deep = { er = {} } function o.deep.er.f(...) return ... end function o.deep.er:g() return self end
eq(o:add(1):add(2).n, 4) eq(o.plain 'x', 'x') eq(#o.plain { 1, 2 }, 2) eq(o.deep.er.f(1), 1) eq(o.deep.er:g(), o.deep.er) eq(o.plain [[long]], 'long')
eq(load('local f = print\n(f)(1)', '=c') ~= nil, true) eq({ load('return 1,', '=c') }, { nil, 'c:1: unexpected symbol near <eof>' }) eq(load('return 1; ;', '=c'), nil) eq(select('#', load('return')()), 0) eq(select('#', load('return;')()), 0)
