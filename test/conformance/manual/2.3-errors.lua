-- Error handling.
eq({ pcall(error, 'x') }, { false, 'x' })
eq({ pcall(error, 'x', 0) }, { false, 'x' })
local function raise(...) error(...) end
local function caught(...) return (select(2, pcall(...))) end
eq(caught(function() error('x') end), here() .. 'x')
eq(caught(function() error('x', 0) end), 'x')
eq(caught(function() raise('x', 2) end), here() .. 'x')
eq(caught(function() error() end), '<no error object>')
eq(caught(error, nil), '<no error object>')
eq({ pcall(error) }, { false, '<no error object>' })
for _, v in ipairs { 42, 1.5, true, false, {}, print } do eq(caught(error, v), v) end
eq(caught(function() error(42) end), 42)
-- nested
eq({ pcall(pcall, error, 'x') }, { true, false, 'x' })
eq(caught(function() local ok, e = pcall(error, 'in') error(e .. 'out', 0) end), 'inout')
-- message handlers
eq({ xpcall(error, function(m) return m .. '!' end, 'x') }, { false, 'x!' })
eq({ xpcall(function(...) return ... end, error, 1, 2, 3) }, { true, 1, 2, 3 })
eq({ xpcall(error, function(m) return nil, 'second' end, 'x') }, { false, '<no error object>' })
eq({ xpcall(function() local x = nil; x() end, function(m) return type(m) end) }, { false, 'string' })
-- the handler sees the stack of the error
local depth
xpcall(function() local function f() error('deep') end f() end, function()
  depth = 0
  while debug.getinfo(depth + 1, 'l') do depth = depth + 1 end
end)
eq(depth > 4, true)
-- an error in a handler calls the handler again, until the stack is full
eq(xpcall(error, function(m) error(m) end, 'x'), false)
local runs = 0
xpcall(error, function(m) runs = runs + 1 if runs < 5 then error('again') end return m end, 'x')
eq(runs, 5)
-- assert
eq({ assert(1, 2, 3) }, { 1, 2, 3 })
eq(caught(assert, false), 'assertion failed!')
eq(caught(assert, nil, 'message'), 'message')
local value = {}
eq(caught(assert, false, value), value)
eq(caught(assert, nil, nil), '<no error object>')
fails("bad argument #1 to 'assert' (value expected)", assert)
-- what operations say
fails("attempt to perform arithmetic on a nil value (local 'x')", function() local x; return x + 1 end)
fails("attempt to perform arithmetic on a table value (field 'y')", function() local t = { y = {} } return t.y * 2 end)
fails("attempt to add a 'string' with a 'number'", function() return 'a' + 1 end)
fails("attempt to concatenate a nil value (global 'undefined')", function() return 'a' .. undefined end)
fails("attempt to concatenate a boolean value", function() return true .. 'x' end)
fails("attempt to index a nil value (global 'undefined')", function() return undefined.x end)
fails("attempt to index a number value (local 'n')", function() local n = 1 return n.x.y end)
fails("attempt to index a nil value (field 'x')", function() local t = {} return t.x.y end)
fails("attempt to index a nil value (field 'integer index')", function() local t = {} return t[1].y end)
fails("attempt to call a nil value (global 'undefined')", function() undefined() end)
fails("attempt to call a nil value (method 'm')", function() local t = {} t:m() end)
fails("attempt to call a table value (upvalue 'value')", function() value() end)
fails("attempt to call a nil value (field 'sinus')", function() math.sinus() end)
fails("attempt to compare two table values", function() return {} < {} end)
fails("attempt to compare number with nil", function() return 1 < nil end)
fails("attempt to compare nil with number", function() return 1 > nil end)
fails("attempt to compare number with string", function() return 1 <= 'x' end)
fails("attempt to compare two nil values", function() return nil < nil end)
fails("attempt to get length of a nil value", function() return #nil end)
fails("attempt to get length of a number value (local 'n')", function() local n = 1 return #n end)
fails("number has no integer representation", function() return 1.5 | 1 end)
fails("number (local 'x') has no integer representation", function() local x = 2^63 return x & 1 end)
fails("attempt to perform bitwise operation on a nil value", function() return nil & 1 end)
fails("attempt to perform bitwise operation on a string value", function() return 'a' | 1 end)
fails("attempt to divide by zero", function() return 1 // 0 end)
fails("attempt to perform 'n%0'", function() return 1 % 0 end)
fails("bad 'for' initial value (number expected, got string)", function() for i = 'x', 1 do end end)
fails("bad 'for' limit (number expected, got table)", function() for i = 1, {} do end end)
fails("bad 'for' step (number expected, got string)", function() for i = 1, 2, 'x' do end end)
fails("'for' step is zero", function() for i = 1, 2, 0 do end end)
fails("attempt to call a number value", function() for x in 1 do end end)
-- long chains of methods and names of upvalues
fails("field 'c'", function() local a = { b = {} } return a.b.c.d end)
fails("'__index' chain too long; possible loop", function()
  local t = setmetatable({}, {}) getmetatable(t).__index = t return t.x
end)
fails("'__newindex' chain too long; possible loop", function()
  local t = setmetatable({}, {}) getmetatable(t).__newindex = t t.x = 1
end)
-- stack overflow is an error like any other
local function forever() return 1 + forever() end
fails('stack overflow', forever)
eq(pcall(forever), false)
local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end
eq(deep(10000), 10000)
fails('C stack overflow', function() local function f() return (('x'):gsub('.', f)) end f() end)
fails('C stack overflow', function() local function f() return coroutine.wrap(f)() end f() end)
-- warnings
warn('@off') warn('not', ' shown')
fails("bad argument #1 to 'warn' (string expected, got no value)", warn)
fails("bad argument #2 to 'warn' (string expected, got table)", warn, 'x', {})
