import type { LuaLibrary } from '../../src/index.ts';

/** Expressions of one function each, with what they give (manual sections 6.2 to 6.11). */
type Calls = Readonly<Record<string, readonly (readonly [expression: string, value: unknown])[]>>;

const base: Calls = {
  assert: [
    ["assert(1, 'x')", [1, 'x']],
    ["pcall(assert, false, 'no')", [false, 'no']],
  ],
  collectgarbage: [
    ['collectgarbage()', 0],
    ["math.type(collectgarbage('count'))", 'float'],
    ["collectgarbage('isrunning')", true],
    ["collectgarbage('generational'), collectgarbage('incremental')", ['incremental', 'generational']],
    ["collectgarbage('stop'), collectgarbage('isrunning'), collectgarbage('restart')", [0, false, 0]],
    ["collectgarbage('step', 1000000)", true],
    ["collectgarbage('param', 'pause')", 250],
  ],
  dofile: [["select('#', pcall(dofile, 'missing.lua'))", 2]],
  error: [["pcall(error, 'no', 0)", [false, 'no']]],
  getmetatable: [["getmetatable('').__index == string, getmetatable({})", [true, null]]],
  ipairs: [
    ['(function() local s = 0 for i, v in ipairs({ 5, 6, nil, 8 }) do s = s + i * v end return s end)()', 17],
  ],
  load: [
    ["load('return ... + 1')(41)", 42],
    ["load(coroutine.wrap(function() coroutine.yield('return ') coroutine.yield('7') end))()", 7],
    ["load('return x', 'chunk', 't', { x = 5 })()", 5],
  ],
  loadfile: [["(loadfile('missing.lua'))", null]],
  next: [['next({ 7 })', [1, 7]]],
  pairs: [['(function() local s = 0 for _, v in pairs({ 1, 2, x = 3 }) do s = s + v end return s end)()', 6]],
  pcall: [['pcall(function(...) return ... end, 1, 2)', [true, 1, 2]]],
  print: [['print("x")', undefined]],
  rawequal: [['rawequal(1, 1), rawequal({}, {})', [true, false]]],
  rawget: [['rawget(setmetatable({ 1 }, { __index = error }), 1)', 1]],
  rawlen: [["rawlen({ 1, 2 }), rawlen('abc')", [2, 3]]],
  rawset: [['rawset({}, 1, 2)[1]', 2]],
  select: [
    ["select(2, 'a', 'b', 'c')", ['b', 'c']],
    ["select('#', nil, nil)", 2],
    ["select(-1, 'a', 'b')", 'b'],
  ],
  setmetatable: [['setmetatable({}, { __index = { x = 3 } }).x', 3]],
  tonumber: [["tonumber('0x10'), tonumber('zz', 36), tonumber('1e1'), tonumber('x')", [16, 1295, 10, null]]],
  tostring: [
    ['tostring(nil), tostring(1.0), tostring(-0.0), tostring(1e15)', ['nil', '1.0', '-0.0', '1e+15']],
  ],
  type: [['type(nil), type(print), type(coroutine.create(print))', ['nil', 'function', 'thread']]],
  warn: [["warn('@off')", undefined]],
  xpcall: [["xpcall(error, function(m) return m .. '!' end, 'no')", [false, 'no!']]],
};

const coroutine: Calls = {
  'coroutine.close': [
    ['coroutine.close(coroutine.create(print))', true],
    [
      `(function()
        local closed
        local co = coroutine.create(function()
          local x <close> = setmetatable({}, { __close = function() closed = true end })
          coroutine.yield()
        end)
        coroutine.resume(co)
        return coroutine.close(co), closed
      end)()`,
      [true, true],
    ],
  ],
  'coroutine.create': [['coroutine.status(coroutine.create(print))', 'suspended']],
  'coroutine.isyieldable': [
    [
      'coroutine.isyieldable(), coroutine.wrap(function() return coroutine.isyieldable() end)()',
      [false, true],
    ],
  ],
  'coroutine.resume': [
    ['coroutine.resume(coroutine.create(function(...) return ... end), 1, 2)', [true, 1, 2]],
    ["coroutine.resume(coroutine.create(function() error('no', 0) end))", [false, 'no']],
  ],
  'coroutine.running': [['select(2, coroutine.running())', true]],
  'coroutine.status': [
    [
      `(function()
        local co co = coroutine.create(function() return coroutine.status(co) end)
        local _, inside = coroutine.resume(co)
        return inside, coroutine.status(co)
      end)()`,
      ['running', 'dead'],
    ],
  ],
  'coroutine.wrap': [
    [
      '(function() local f = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) return f(), f() end)()',
      [1, 2],
    ],
  ],
  'coroutine.yield': [
    [
      `(function()
        local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return pcall(coroutine.yield, b) end)
        return select(2, coroutine.resume(co, 1)), select(2, coroutine.resume(co, 7)), coroutine.resume(co, 'end')
      end)()`,
      [2, 7, true, true, 'end'],
    ],
  ],
};

const table: Calls = {
  'table.concat': [["table.concat({ 1, 'b', 3.5 }, ', ', 2)", 'b, 3.5']],
  'table.create': [['#table.create(100, 10)', 0]],
  'table.insert': [
    ['(function() local t = { 1, 3 } table.insert(t, 2, 2) table.insert(t, 4) return t end)()', [1, 2, 3, 4]],
  ],
  'table.move': [['table.move({ 1, 2, 3 }, 2, 3, 1)', [2, 3, 3]]],
  'table.pack': [['table.pack(1, nil, 3).n', 3]],
  'table.remove': [
    [
      "(function() local t = { 'a', 'b', 'c' } return table.remove(t, 1), table.remove(t), #t end)()",
      ['a', 'c', 1],
    ],
  ],
  'table.sort': [
    ['(function() local t = { 3, 1, 2 } table.sort(t) return t end)()', [1, 2, 3]],
    [
      '(function() local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b end) return t end)()',
      [3, 2, 1],
    ],
  ],
  'table.unpack': [['table.unpack({ 1, 2, 3 }, 2)', [2, 3]]],
};

const string: Calls = {
  'string.byte': [["('abc'):byte(1, -1)", [97, 98, 99]]],
  'string.char': [['string.char(72, 105)', 'Hi']],
  'string.dump': [["load(string.dump(function(a) return a * 2 end), 'x', 'b')(21)", 42]],
  'string.find': [
    ["('hello world'):find('o (w)')", [5, 7, 'w']],
    ["('a.b'):find('.', 1, true)", [2, 2]],
  ],
  'string.format': [
    [
      "('%5.2f|%-5d|%05d|%x|%s|%q|%c|%i'):format(3.14159, 42, 42, 255, {} ~= nil, 'a\\nb', 65, 7)",
      ' 3.14|42   |00042|ff|true|"a\\\nb"|A|7',
    ],
    ["('%a %g %e'):format(1.0, 1e100, 12345.678)", '0x1p+0 1e+100 1.234568e+04'],
    ["('%10s|%-10s|%.2s'):format('r', 'l', 'cut')", '         r|l         |cu'],
  ],
  'string.gmatch': [
    [
      "(function() local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[k] = v end return t end)()",
      { a: '1', b: '2' },
    ],
  ],
  'string.gsub': [
    ["('hello'):gsub('l', { l = 'L' })", ['heLLo', 2]],
    ["('abc'):gsub('%w', function(c) return c .. c end)", ['aabbcc', 3]],
    ["('x y'):gsub('(%w) (%w)', '%2 %1', 1)", ['y x', 1]],
  ],
  'string.len': [["('a\\0b'):len()", 3]],
  'string.lower': [["('ABC'):lower()", 'abc']],
  'string.match': [
    ["('key = value'):match('^(%w+)%s*=%s*(%w+)$')", ['key', 'value']],
    ["('[[x]]'):match('%b[]')", '[[x]]'],
  ],
  'string.pack': [
    [
      "string.pack('<i2 >I4 z s1 d', 1, 2, 'ab', 'cd', 0.5):byte(1, 12)",
      [1, 0, 0, 0, 0, 2, 97, 98, 0, 2, 99, 100],
    ],
  ],
  'string.packsize': [["string.packsize('<i4 i8 !4 i1 d')", 24]],
  'string.rep': [["('ab'):rep(3, '-')", 'ab-ab-ab']],
  'string.reverse': [["('abc'):reverse()", 'cba']],
  'string.sub': [["('hello'):sub(-3, -2)", 'll']],
  'string.unpack': [["string.unpack('<i2 z', '\\1\\0ab\\0')", [1, 'ab', 6]]],
  'string.upper': [["('abc'):upper()", 'ABC']],
};

const math: Calls = {
  'math.abs': [['math.abs(-5), math.abs(-0.5)', [5, 0.5]]],
  'math.acos': [['math.acos(1)', 0]],
  'math.asin': [['math.asin(1) == math.pi / 2', true]],
  'math.atan': [['math.atan(1, 0) == math.pi / 2', true]],
  'math.ceil': [['math.ceil(1.2), math.ceil(-1.2)', [2, -1]]],
  'math.cos': [['math.cos(0)', 1]],
  'math.deg': [['math.deg(math.pi)', 180]],
  'math.exp': [['math.exp(0)', 1]],
  'math.floor': [['math.floor(1.8), math.floor(-1.2)', [1, -2]]],
  'math.fmod': [['math.fmod(-7, 3), math.fmod(7.5, 2)', [-1, 1.5]]],
  'math.frexp': [['math.frexp(8)', [0.5, 4]]],
  'math.ldexp': [['math.ldexp(0.5, 4)', 8]],
  'math.log': [['math.log(8, 2), math.log(1), math.log(1000, 10)', [3, 0, 3]]],
  'math.max': [['math.max(1, 3, 2)', 3]],
  'math.min': [['math.min(2, 1, 3)', 1]],
  'math.modf': [['math.modf(3.7) == 3.0, math.modf(-3.5)', [true, -3, -0.5]]],
  'math.rad': [['math.rad(180) == math.pi', true]],
  'math.random': [
    [
      '(function() math.randomseed(42) local a = math.random(1, 100) math.randomseed(42) return a == math.random(1, 100) end)()',
      true,
    ],
    ['math.random(5, 5)', 5],
  ],
  'math.randomseed': [['math.randomseed(1, 2)', [1, 2]]],
  'math.sin': [['math.sin(0)', 0]],
  'math.sqrt': [['math.sqrt(16)', 4]],
  'math.tan': [['math.tan(0)', 0]],
  'math.tointeger': [["math.tointeger(3.0), math.tointeger(3.5), math.tointeger('8')", [3, null, 8]]],
  'math.type': [["math.type(1), math.type(1.0), math.type('1')", ['integer', 'float', null]]],
  'math.ult': [['math.ult(1, -1)', true]],
};

const utf8: Calls = {
  'utf8.char': [['utf8.char(72, 228, 8364, 128512)', 'Hä€😀']],
  'utf8.codepoint': [["utf8.codepoint('ä€😀', 1, -1)", [228, 8364, 128512]]],
  'utf8.codes': [
    [
      "(function() local t = {} for p, c in utf8.codes('aä€') do t[#t + 1] = p * 10000 + c end return t end)()",
      [10097, 20228, 48364],
    ],
  ],
  'utf8.len': [
    ["utf8.len('aä€😀')", 4],
    ["utf8.len('a\\xff')", [null, 2]],
  ],
  'utf8.offset': [["utf8.offset('aä€', 3)", [4, 6]]],
};

/** Files that are there are the matter of test/context/files.test.ts: here there are none. */
const io: Calls = {
  'io.close': [['io.close()', [null, 'cannot close standard file']]],
  'io.flush': [['io.flush()', true]],
  'io.input': [['io.input() == io.stdin', true]],
  'io.lines': [['io.lines()()', undefined]],
  'io.open': [["io.open('missing')", [null, 'missing: No such file or directory', 2]]],
  'io.output': [['io.output() == io.stdout', true]],
  'io.popen': [["pcall(io.popen, 'ls')", [false, "'popen' not supported"]]],
  'io.read': [['io.read()', null]],
  'io.tmpfile': [['(io.tmpfile())', null]],
  'io.type': [["io.type(io.stdin), io.type('x')", ['file', null]]],
  'io.write': [["io.write('') == io.stdout", true]],
};

const os: Calls = {
  'os.clock': [['os.clock() >= 0', true]],
  'os.date': [
    ["os.date('!%Y-%m-%d %H:%M:%S', 0)", '1970-01-01 00:00:00'],
    ["os.date('!*t', 86400).day", 2],
    ["os.date('!%A %B %j %p', 1000000000)", 'Sunday September 252 AM'],
  ],
  'os.difftime': [['os.difftime(10, 4)', 6]],
  'os.execute': [['os.execute()', false]],
  'os.exit': [['type(os.exit)', 'function']],
  'os.getenv': [["os.getenv('HOME')", null]],
  'os.remove': [["(os.remove('missing'))", null]],
  'os.rename': [["(os.rename('missing', 'other'))", null]],
  'os.setlocale': [["os.setlocale(), os.setlocale('C'), os.setlocale('de_DE')", ['C', 'C', null]]],
  'os.time': [
    ['os.time({ year = 2001, month = 9, day = 9, hour = 1, min = 46, sec = 40 })', 1_000_000_000],
    ['os.time() > 1700000000', true],
  ],
  'os.tmpname': [['(pcall(os.tmpname))', false]],
};

const debug: Calls = {
  'debug.debug': [['debug.debug()', undefined]],
  'debug.gethook': [['debug.gethook()', null]],
  'debug.getinfo': [["debug.getinfo(print, 'S').what, debug.getinfo(1, 'l').currentline", ['C', 1]]],
  'debug.getlocal': [["(function(first) return debug.getlocal(1, 1) end)('x')", ['first', 'x']]],
  'debug.getmetatable': [["debug.getmetatable('').__index == string", true]],
  'debug.getregistry': [['type(debug.getregistry())', 'table']],
  'debug.getupvalue': [
    ['(function() local up = 5 return debug.getupvalue(function() return up end, 1) end)()', ['up', 5]],
  ],
  'debug.getuservalue': [['debug.getuservalue(1)', null]],
  'debug.sethook': [
    [
      `(function()
        local count = 0
        debug.sethook(function() count = count + 1 end, 'c')
        math.abs(1)
        debug.sethook()
        return count
      end)()`,
      2,
    ],
  ],
  'debug.setlocal': [["(function(x) debug.setlocal(1, 1, 'new') return x end)('old')", 'new']],
  'debug.setmetatable': [['getmetatable(debug.setmetatable({}, { x = 1 })).x', 1]],
  'debug.setupvalue': [
    ['(function() local up = 5 debug.setupvalue(function() return up end, 1, 6) return up end)()', 6],
  ],
  'debug.setuservalue': [['(pcall(debug.setuservalue, 1, 2))', false]],
  'debug.traceback': [
    ["debug.traceback('message', 1):match('^[^\\n]*\\n[^\\n]*')", 'message\nstack traceback:'],
  ],
  'debug.upvalueid': [
    ['(function() local up return debug.upvalueid(function() return up end, 1) ~= nil end)()', true],
  ],
  'debug.upvaluejoin': [
    [
      `(function()
        local a, b = 1, 2
        local f, g = function() return a end, function() return b end
        debug.upvaluejoin(f, 1, g, 1)
        return f()
      end)()`,
      2,
    ],
  ],
};

const packageLibrary: Calls = {
  require: [
    ["require('string') == string", true],
    [
      "(function() package.preload.mine = function(name) return name .. '!' end return (require('mine')) end)()",
      'mine!',
    ],
    ["(pcall(require, 'missing'))", false],
  ],
  'package.loadlib': [["select(3, package.loadlib('x.so', '*'))", 'absent']],
  'package.searchpath': [
    ["package.searchpath('a.b', './?.lua;?.x')", [null, "no file './a/b.lua'\n\tno file 'a/b.x'"]],
  ],
};

/** For each library, each of its functions with calls and their results. */
export const libraryCalls: Readonly<Record<LuaLibrary, Calls>> = {
  base,
  coroutine,
  table,
  string,
  math,
  utf8,
  io,
  os,
  debug,
  package: packageLibrary,
};
