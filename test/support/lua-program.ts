import fc, { type Arbitrary } from 'fast-check';

/*
 * Random Lua programs that end by themselves: loops have few rounds, functions call only those defined before
 * them. Some raise errors, which is an end like any other.
 */

const variable = fc.constantFrom('a', 'b', 'c', 'd');
const text = fc.constantFrom('""', '"x"', '"hello world"', '"%d+"', '"a,b;c"', '("ab"):rep(20)');
const figure = fc.oneof(
  fc.integer({ min: -10, max: 100 }).map(String),
  fc.constantFrom('0.5', '2^53', '1e308', '-0.0', 'math.maxinteger'),
);
const arithmetic = fc.constantFrom('+', '-', '*', '/', '//', '%', '^');
const comparison = fc.constantFrom('==', '~=', '<', '<=', '>');
const logic = fc.constantFrom('and', 'or', '==', '~=');

/** Calls of library functions, with arguments put in for each `$`. */
const libraryCall = fc.constantFrom(
  '#tostring($)',
  'tostring($):rep(3, ",")',
  'tostring($):upper():reverse()',
  'select(2, tostring($):gsub("%w", function(c) return c .. c end))',
  'tostring($):find(".-.-l")',
  'tostring($):byte()',
  'string.format("%5s|%q", tostring($), 1)',
  'string.pack("z", "x")',
  'math.type($)',
  'math.max(1, tonumber($) or 0)',
  'type($)',
  'select("#", $, $)',
  'utf8.char(65, 8364)',
  'utf8.len("äöü")',
  '#table.concat({ "a", "b", "c" }, tostring($))',
  'table.unpack({ $, $ })',
  'rawequal($, $)',
  'next({ $ })',
  'select(2, pcall(error, $))',
  '(load("return 1 + 1"))()',
);

type Expression = 'any' | 'leaf' | 'number' | 'comparison' | 'logic' | 'text' | 'call' | 'table';

const expression = fc.letrec<Record<Expression, string>>((tie) => ({
  leaf: fc.oneof(variable, text, figure, fc.constantFrom('nil', 'true', 'false')),
  number: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    figure,
    tie('any').map((e) => `number(${e})`),
    fc.tuple(tie('number'), arithmetic, tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
  comparison: fc.tuple(tie('number'), comparison, tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  logic: fc.tuple(tie('any'), logic, tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  text: fc.tuple(tie('any'), tie('number')).map(([a, b]) => `(type(${a}) .. ${b})`),
  call: fc
    .tuple(libraryCall, tie('any'), tie('any'))
    .map(([call, a, b]) => call.replace('$', () => a).replace('$', () => b)),
  table: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `{ ${a}, x = ${b} }`),
  any: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    tie('number'),
    tie('comparison'),
    tie('logic'),
    tie('text'),
    tie('call'),
    tie('table'),
  ),
})).any;

/** Statements with bodies, where each `$` stands. `e` is an expression, `n` a small number. */
const compound = fc.constantFrom(
  (body: string, _: string, n: number) => `for i = 1, ${n} do ${body} end`,
  (body: string, _: string, n: number) => `for i = ${n}, 1, -1 do ${body} end`,
  (body: string, _: string, n: number) => `for i = 1.0, ${n} do ${body} end`,
  (body: string, _: string, n: number) => `do local n = ${n} while n > 0 do n = n - 1 ${body} end end`,
  (body: string, _: string, n: number) => `do local n = ${n} repeat n = n - 1 ${body} until n <= 0 end`,
  (body: string, _: string, n: number) =>
    `a = (function() local n = 0 ::top:: ${body} n = n + 1 if n < ${n} then goto top end end)()`,
  (body: string, e: string) => `if ${e} then ${body} end`,
  (body: string, e: string) => `if ${e} then ${body} else ${body} end`,
  (body: string, e: string) => `for k, v in pairs({ ${e}, x = ${e}, y = 1 }) do ${body} end`,
  (body: string, e: string) => `for i, v in ipairs({ ${e}, ${e} }) do ${body} if i > 1 then break end end`,
  (body: string) => `for w in ("one two three"):gmatch("%a+") do ${body} end`,
  (body: string, e: string) => `a = (function(...) ${body} return ... end)(${e}, ${e})`,
  (body: string) => `pcall(function() ${body} error("x") end)`,
  (body: string) => `xpcall(function() ${body} error({}) end, function(m) ${body} return m end)`,
  (body: string, e: string, n: number) =>
    `do local co = coroutine.wrap(function() for i = 1, ${n} do ${body} coroutine.yield(${e}) end end)
     for i = 1, ${n} do b = co() end end`,
  (body: string, e: string) => `do local co = coroutine.create(function() ${body} coroutine.yield() end)
     coroutine.resume(co, ${e}) coroutine.close(co) end`,
  (body: string, e: string) =>
    `do local t = setmetatable({}, { __index = function() ${body} return ${e} end }) c = t.x end`,
  (body: string) =>
    `do local t = setmetatable({}, { __lt = function() ${body} return true end }) d = t < t end`,
  (body: string) => `do local x <close> = setmetatable({}, { __close = function() ${body} end }) end`,
  (body: string) => `setmetatable({}, { __gc = function() ${body} end }) collectgarbage()`,
  (body: string) => `table.sort({ 4, 2, 3, 1 }, function(x, y) ${body} return x < y end)`,
  (body: string) => `c = (("xyz"):gsub(".", function() ${body} end))`,
);

const statement = fc.letrec<{ any: string; assign: string; insert: string; nested: string; block: string }>(
  (tie) => ({
    assign: fc.tuple(variable, expression).map(([name, e]) => `${name} = ${e}`),
    insert: fc
      .tuple(variable, expression)
      .map(([name, e]) => `if type(${name}) == "table" then table.insert(${name}, ${e}) end`),
    nested: fc
      .tuple(compound, tie('block'), expression, fc.integer({ min: 0, max: 5 }))
      .map(([make, body, e, n]) => make(body, e, n)),
    block: fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((statements) => statements.join('; ')),
    any: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      tie('assign'),
      tie('insert'),
      tie('nested'),
      tie('nested'),
    ),
  }),
).any;

const prelude = `local a, b, c, d = 1, "two", {}, nil
local function number(value) return tonumber(value) or 7 end`;

/** A program as text. */
export const luaProgram: Arbitrary<string> = fc
  .array(statement, { minLength: 1, maxLength: 6 })
  .map((statements) => [prelude, ...statements, 'return type(a), type(b)'].join('\n'));

/** A statement that allocates about this many bytes in one of many ways, and keeps what it made in `kept`. */
const allocation = fc.constantFrom(
  (bytes: number) => `kept[#kept + 1] = ("x"):rep(${bytes})`,
  (bytes: number) => `kept[#kept + 1] = ("x"):rep(${bytes} // 10, "123456789")`,
  (bytes: number) => `kept[#kept + 1] = table.create(${bytes} // 16)`,
  (bytes: number) => `do local t = {} for i = 1, ${bytes} // 16 do t[i] = i end kept[#kept + 1] = t end`,
  (bytes: number) =>
    `do local t = {} for i = 1, ${bytes} // 60 do t["k" .. i] = i end kept[#kept + 1] = t end`,
  (bytes: number) => `for i = 1, ${bytes} // 60 do kept[#kept + 1] = { i } end`,
  (bytes: number) => `for i = 1, ${bytes} // 60 do kept[#kept + 1] = function() return i end end`,
  (bytes: number) => `for i = 1, ${bytes} // 1000 do kept[#kept + 1] = coroutine.create(print) end`,
  (bytes: number) =>
    `do local s = "" for i = 1, ${bytes} // 100 do s = s .. "0123456789" end kept[#kept + 1] = s end`,
  (bytes: number) =>
    `kept[#kept + 1] = table.concat(setmetatable({}, { __index = function() return "xy" end }), ",", 1, ${bytes} // 3)`,
  (bytes: number) => `kept[#kept + 1] = (("a"):rep(${bytes} // 10):gsub("a", "0123456789"))`,
  (bytes: number) => `kept[#kept + 1] = { (("a"):rep(math.min(${bytes} // 16, 100000))):byte(1, -1) }`,
  (bytes: number) => `kept[#kept + 1] = load("return {" .. ("1,"):rep(${bytes} // 30) .. "}")`,
  (bytes: number) =>
    `kept[#kept + 1] = string.format("%s%s", ("x"):rep(${bytes} // 2), ("y"):rep(${bytes} // 2))`,
  (bytes: number) =>
    `kept[#kept + 1] = utf8.char(table.unpack({ 65, 8364 })) .. string.pack("s4", ("z"):rep(${bytes}))`,
  (bytes: number) =>
    `do local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end deep(${bytes} // 60) end`,
  () => 'kept = {}',
  () => 'collectgarbage()',
  () => 'collectgarbage("generational")',
  () => 'collectgarbage("incremental")',
  () => 'collectgarbage("step")',
);

/** A program that allocates, catches memory errors and goes on. */
export const allocatingProgram: Arbitrary<string> = fc
  .array(
    fc.tuple(allocation, fc.integer({ min: 0, max: 300_000 }), fc.boolean()).map(([make, bytes, caught]) => {
      const code = make(bytes);
      return caught ? `pcall(function() ${code} end)` : code;
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((statements) => `kept = {}\n${statements.join('\n')}`);
