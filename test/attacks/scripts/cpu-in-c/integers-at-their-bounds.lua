-- Every operation and function with numbers that overflow: WebAssembly would trap where C is undefined.
--@ ends returned
--@ options {"maxInstructions": 300000000, "maxMemory": "60MB"}
local M, m = math.maxinteger, math.mininteger
local bounds = { M, m, M - 1, m + 1, 0, -1, 1, 63, 64, 65, -64, 1 << 31, -1 << 31, (1 << 31) - 1, 1 << 32, (1 << 32) - 1, 1 << 53, 2^53, 2^63, -2^63, 2^64, 1e308, -1e308, 1/0, -1/0, 0/0, 0.5, -0.0, '9223372036854775808', '0x8000000000000000', 'x', true }
local operations = {
  function(a, b) return a + b end, function(a, b) return a - b end, function(a, b) return a * b end, function(a, b) return a / b end, function(a, b) return a // b end, function(a, b) return a % b end,
  function(a, b) return a ^ b end, function(a, b) return a << b end, function(a, b) return a >> b end, function(a, b) return a & b end, function(a, b) return a ~ b end, function(a, b) return a | b end,
  function(a, b) return a < b end, function(a, b) return a <= b end, function(a, b) return a == b end, function(a) return -a end, function(a) return ~a end, function(a, b) return a .. b end,
  function(a, b) for i = a, b, M do return i end end, function(a, b) for i = a, b, m do return i end end, function(a, b) local n = 0 for i = a, a, b do n = n + 1 if n == 3 then return i end end end,
  math.fmod, math.ult, math.modf, math.floor, math.ceil, math.tointeger, math.abs, math.max, math.random, math.ldexp or math.sqrt, function(a, b) return math.random(m, M) end,
  function(a, b) return ('text'):sub(a, b) end, function(a, b) return ('text'):byte(a, b) end, function(a, b) return ('text'):find('t', a, b) end, function(a, b) return ('text'):gsub('t', 'x', a) end, function(a, b) return (('text'):gmatch('t', a))() end,
  string.char, string.format, function(a, b) return ('%d %i %u'):format(a, b) end, function(a, b) return ('%d %x %c'):format(a, b, a) end, function(a, b) return ('%.14g %a %q'):format(a, b, a) end, function(a, b) return (''):rep(a) end,
  utf8.char, function(a, b) return utf8.offset('text', a, b) end, function(a, b) return utf8.codepoint('text', a, b) end, function(a, b) return utf8.len('text', a, b) end,
  function(a, b) return select(a, b) end, function(a, b) return tonumber('10', a) end, function(a, b) return table.unpack({}, a, b) end, function(a, b) return table.concat({}, '', a, b) end, function(a, b) return table.insert({}, a, b) end, function(a, b) return table.remove({}, a) end,
  function(a, b) return table.move({}, a, a, b) end, function(a, b) return table.move({}, M, m, b) end, function(a, b) local t = {} t[a] = 1 return #t, t[b], next(t) end, function(a, b) return rawget({}, a), rawset({}, a, b) end, function(a, b) return string.pack('i8j!8', a, b) end, function(a, b) return string.unpack('i1', 'text', a) end,
  function(a, b) return os.date('!%c', a) end, function(a, b) return os.time { year = a, month = b, day = 1 } end, function(a, b) return os.difftime(a, b) end, function(a, b) return debug.getlocal(a, b) end, function(a, b) return debug.getinfo(a) end, function(a, b) return debug.traceback('x', a) end, function(a, b) return debug.getupvalue(print, a) end,
  function(a, b) return string.pack('s1', ('x'):rep(255)), collectgarbage('step', a) end, function(a, b) return collectgarbage('param', 'pause', a) end, function(a, b) return error('x', a) end, function(a, b) return coroutine.wrap(function() return a end)(b) end,
}
for _, f in ipairs(operations) do for _, a in ipairs(bounds) do for _, b in ipairs(bounds) do pcall(f, a, b) end end end
assert(m // -1 == m and m % -1 == 0 and math.fmod(m, -1) == 0 and M + 1 == m and 1 << 64 == 0 and 1 >> -63 == m)
