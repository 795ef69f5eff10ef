-- Values and types.
for _, case in ipairs {
  { nil, 'nil' }, { true, 'boolean' }, { 1, 'number' }, { 1.5, 'number' }, { '', 'string' }, { print, 'function' },
  { function() end, 'function' }, { {}, 'table' }, { coroutine.create(print), 'thread' },
} do eq(type(case[1]), case[2]) end
-- nil and false are false, all else is true
for _, v in ipairs { 0, 0.0, '', {}, print } do eq(not v, false) end
eq(not nil, true) eq(not false, true)
-- integers wrap around; floats do not
eq(math.maxinteger + 1, math.mininteger)
eq(math.mininteger - 1, math.maxinteger)
eq(math.mininteger * -1, math.mininteger)
eq(math.type(math.maxinteger + 1.0), 'float')
eq(math.maxinteger + 1.0, 2^63)
-- strings hold any bytes, zeros too
eq(#'a\0b', 3) eq('a\0b' == 'a\0c', false) eq(('\0'):byte(), 0)
local all = {}
for i = 0, 255 do all[i + 1] = string.char(i) end
eq(#table.concat(all), 256)
for i = 0, 255 do eq(table.concat(all):byte(i + 1), i) end
-- keys: any value but nil and NaN; floats with integer values are integers
local t = {}
t[1.0] = 'a' t[2^53] = 'b' t[-0.0] = 'c'
eq(t[1], 'a') eq(t[2^53 | 0], 'b') eq(t[0], 'c')
eq(next({ [3.0] = 1 }), 3) eq(math.type(next({ [3.0] = 1 })), 'integer')
fails('index is nil', function() t[nil] = 1 end)
fails('index is NaN', function() t[0 / 0] = 1 end)
eq(t[nil], nil) eq(t[0 / 0], nil)
t.x = nil eq(rawlen(t), 1)
t[1.5] = 'half' eq(t[1.5], 'half')
t[true] = 'yes' t[print] = 'print' eq(t[true] .. t[print], 'yesprint')
-- tables, functions and threads are references
local a, b = {}, {}
eq(a == b, false) local c = a c.x = 1 eq(a.x, 1)
local function closure() return function() end end
eq(closure() == nil, false)
-- multiple references through upvalues
local n = 0
local function inc() n = n + 1 return n end
local function get() return n end
inc() inc() eq(get(), 2)
-- numbers as text
eq(tostring(10), '10') eq(tostring(10.0), '10.0') eq(tostring(-0.0), '-0.0') eq(tostring(1e15), '1e+15')
eq(tostring(123456789012345.0), '123456789012345.0') eq(tostring(0.1), '0.1') eq(tostring(1e100), '1e+100')
eq(tostring(3.14159265358979), '3.14159265358979') eq(tostring(1 / 3), '0.33333333333333331')
eq(tostring(2^53), '9007199254740992.0') eq(tostring(1 / 0), 'inf') eq(tostring(-1 / 0), '-inf')
eq(tostring(math.mininteger), '-9223372036854775808')
