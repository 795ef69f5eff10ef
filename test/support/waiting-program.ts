import fc, { type Arbitrary } from 'fast-check';

/*
 * Random Lua programs that end by themselves and call `wait(x)`, which gives x back, and `emit(...)`, all over: where
 * a script may be suspended only, so that they do the same whether `wait` returns a value or a promise for it. (Message
 * handlers do not fail: how often Lua calls one that does depends on how deep C calls are, as a stack overflow does.)
 */

/** Statements with bodies, where `n` is a small number. */
const compound = fc.constantFrom(
  (body: string, n: number) => `for i = 1, ${n} do ${body} end`,
  (body: string, n: number) => `do local n = ${n} while n > 0 do n = n - 1 ${body} end end`,
  (body: string, n: number) => `for i in coroutine.wrap(function() for i = 1, ${n} do ${body}
    coroutine.yield(i) end end) do emit(i) ${body} end`,
  (body: string, n: number) =>
    `for i in function(_, i) ${body} if i < ${n} then return i + 1 end end, nil, 0 do emit(i) end`,
  (body: string, n: number) => `emit(pcall(function() ${body} error(${n}) end))`,
  (body: string, n: number) => `emit(pcall(function() ${body} error({ ${n} }) end) == true)`,
  (body: string, n: number) =>
    `emit(xpcall(function() ${body} error(wait(${n})) end, function(e) return tostring(e) .. "!" end))`,
  (body: string, n: number) => `do local c <close> = closing(function() ${body} end, ${n}) end`,
  (body: string, n: number) =>
    `emit(pcall(function() local c <close> = closing(function() ${body} end, ${n}) error("e") end))`,
  (body: string, n: number) =>
    `emit((function() local c <close> = closing(function() ${body} end, ${n}) return x, ${n} end)())`,
  (body: string, n: number) =>
    `for i = 1, ${n} do local c <close> = closing(function() ${body} end, i) if i == 2 then break end end`,
  (
    body: string,
    n: number,
  ) => `do local co = coroutine.create(function(a) ${body} local b = coroutine.yield(a) ${body} error(b) end)
    emit(coroutine.resume(co, ${n})) emit(coroutine.status(co)) emit(coroutine.resume(co, 2)) emit(coroutine.close(co)) end`,
  (body: string) => `do local co = coroutine.wrap(function() local c <close> = closing(function() end, 1)
    coroutine.yield() ${body} end) co() emit(pcall(co)) end`,
  (body: string, n: number) => `do local t = setmetatable({}, { __index = function(_, k) ${body} return k end,
    __add = function() ${body} return ${n} end, __eq = function() ${body} return true end,
    __lt = function() ${body} return false end, __call = function(_, a) ${body} return a end,
    __concat = function() ${body} return "c" end, __len = function() ${body} return 3 end,
    __newindex = function(_, k, v) ${body} emit(k, v) end })
    emit(t[${n}], t + 1, t == setmetatable({}, getmetatable(t)), t < t, t(${n}), t .. 1, #t) t.x = 1 end`,
  (body: string, n: number) => `emit(select("#", (function(...) ${body} return ... end)(wait(${n}), 2)))`,
);

/** Bodies of functions that cannot be suspended: they do not wait. */
const unsuspendable = fc.constantFrom(
  (n: number) =>
    `do local t = { 3, 1, 2 } table.sort(t, function(a, b) for i = 1, ${n} do x = x + 1 end return a < b end) emit(t[1]) end`,
  (n: number) => `emit((("abc"):gsub(".", function(c) for i = 1, ${n} do emit(c) end return c .. c end)))`,
  (n: number) =>
    `table.sort({ 2, 1 }, function(a, b) emit(coroutine.wrap(function() coroutine.yield(${n}) end)()) return a < b end)`,
  (n: number) =>
    `emit(tostring(setmetatable({}, { __tostring = function() for i = 1, ${n} do x = x + 1 end return "t" end })))`,
  (n: number) => `setmetatable({}, { __gc = function() x = x + ${n} end }) collectgarbage() emit(x)`,
  (n: number) =>
    `emit(load(coroutine.wrap(function() coroutine.yield("return ") coroutine.yield("${n}") end))())`,
);

const leaf = fc.constantFrom(
  (n: number) => `x = x + wait(${n})`,
  (n: number) => `emit(wait(${n}))`,
  (n: number) => `emit(pcall(wait, ${n}))`,
  (n: number) => `emit(pcall(fail, ${n}))`,
  (n: number) => `if x > 50 then fail("lost " .. ${n}) end`,
  (n: number) => `x = x + ${n} emit(x)`,
  (n: number) => `emit(coroutine.isyieldable(), select(2, coroutine.running()), ${n})`,
);

const small = fc.integer({ min: 0, max: 4 });

const statement = fc.letrec<{ leaf: string; nested: string; fixed: string; block: string; any: string }>(
  (tie) => ({
    leaf: fc.tuple(leaf, small).map(([make, n]) => make(n)),
    fixed: fc.tuple(unsuspendable, small).map(([make, n]) => make(n)),
    nested: fc.tuple(compound, tie('block'), small).map(([make, body, n]) => make(body, n)),
    block: fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((statements) => statements.join('; ')),
    any: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      tie('leaf'),
      tie('leaf'),
      tie('nested'),
      tie('nested'),
      tie('fixed'),
    ),
  }),
).any;

const prelude = `local x = 0
local function closing(f, n)
  return setmetatable({}, { __close = function(_, e) emit("closing", n, e) f() emit("closed", n) end })
end`;

/** A program as text. */
export const waitingProgram: Arbitrary<string> = fc
  .array(statement, { minLength: 1, maxLength: 5 })
  .map((statements) => [prelude, ...statements, 'return x'].join('\n'));
