import { Expressions } from './expressions.ts';
import type { Random } from './random.ts';
import type { Kind, Scope } from './scope.ts';

const kinds: readonly Kind[] = ['number', 'text', 'table', 'function', 'any'];
const deepest = 6;

/** Makes statements: mostly ones that hold others, in every place where Lua lets code run. */
export class Statements {
  readonly expressions: Expressions;
  private readonly random: Random;
  private readonly scope: Scope;
  /** How many statements may still be made. */
  private left: number;

  constructor(random: Random, scope: Scope, size: number) {
    this.random = random;
    this.scope = scope;
    this.left = size;
    this.expressions = new Expressions(random, scope, (parameters, varargs) =>
      this.body(parameters, varargs),
    );
  }

  block(most = 4): string {
    return this.scope.block(() => this.sequence(most));
  }

  /** What stands between the head and the `end` of a function. */
  body(parameters: readonly string[], varargs: boolean): string {
    return this.scope.body(varargs, () => {
      for (const name of parameters) this.scope.declare(name, this.random.pick(kinds));
      const statements = this.sequence(this.scope.depth > 3 ? 2 : 4);
      return this.random.chance(0.85) ? `${statements} return ${this.expressions.list(0, 3, 1)}` : statements;
    });
  }

  private sequence(most: number): string {
    const { random } = this;
    const count = this.scope.depth > deepest ? 1 : random.between(1, most);
    const statements: string[] = [];
    for (let i = 0; i < count && this.left > 0; i++) {
      this.left--;
      statements.push(this.statement());
    }
    if (statements.length === 0) statements.push(this.trace());
    return statements.join('\n');
  }

  private trace(): string {
    return `T("t${this.random.below(100)}", ${this.expressions.list(1, 3, 1)})`;
  }

  private statement(): string {
    const { random } = this;
    if (this.scope.depth > deepest || this.left <= 0) return this.trace();
    const simple = [this.trace, this.local, this.local, this.assign, this.assign, this.update, this.method];
    const compound = [
      this.conditional,
      this.loop,
      this.loop,
      this.iteration,
      this.iteration,
      this.jump,
      this.function,
      this.protected,
      this.protected,
      this.coroutine,
      this.coroutine,
      this.coroutine,
      this.closing,
      this.closing,
      this.metatable,
      this.callback,
      this.chunk,
      this.collection,
      this.leave,
      this.globals,
      this.deep,
    ];
    return random.pick(random.chance(0.45) ? simple : compound).call(this);
  }

  private e(kind: Kind, depth = 1): string {
    return this.expressions.of(kind, depth);
  }

  private local(): string {
    const { random, scope } = this;
    const kind = random.pick(kinds);
    const value = this.e(kind, 0);
    if (random.chance(0.1)) {
      const [a, b] = [scope.fresh('v'), scope.fresh('v')];
      const values = this.expressions.list(0, 3, 1);
      scope.declare(a, 'any');
      scope.declare(b, 'any', false);
      return `local ${a}, ${b} <const> = ${values || 'nil'}`;
    }
    const name = scope.fresh('v');
    scope.declare(name, kind);
    return `local ${name} = ${value}`;
  }

  private assign(): string {
    const { random, scope } = this;
    const kind = random.pick(kinds);
    const name = scope.find(random, kind, true);
    if (random.chance(0.3)) {
      const other = scope.find(random, 'any', true);
      if (name !== undefined && other !== undefined && name !== other)
        return `${name}, ${other} = ${this.e('any')}, ${name}`;
    }
    if (name !== undefined && random.chance(0.6)) return `${name} = ${this.e(kind, 0)}`;
    const field = random.pick(['x', 'y', 'n', 'z']);
    return `(${this.e('table', 0)})[${random.chance(0.5) ? `"${field}"` : this.e('any', 2)}] = ${this.e('any', 0)}`.replace(
      /^/,
      ';',
    );
  }

  private update(): string {
    const { random, scope } = this;
    const name = scope.find(random, 'number', true);
    if (name === undefined) return this.local();
    return `${name} = ${name} ${random.pick(['+', '-', '*', '//', '&', '~'])} ${this.e('number')}`;
  }

  private method(): string {
    const { random } = this;
    const t = this.e('table');
    const v = this.e('any');
    const n = random.between(-1, 5);
    return random.pick([
      `Try("insert", table.insert, ${t}, ${v})`,
      `Try("insert", table.insert, ${t}, ${n}, ${v})`,
      `Try("remove", table.remove, ${t}, ${n})`,
      `Try("unpack", table.unpack, ${t}, ${n}, ${n + random.below(4)})`,
      `Try("concat", table.concat, ${t}, ${this.e('text')}, ${n})`,
      `Try("next", next, ${t})`,
      `Try("select", select, ${n}, ${v}, ${t})`,
      `Try("rawset", rawset, ${t}, ${v}, ${v})`,
      `Try("find", string.find, ${this.e('text')}, ${this.e('text')}, ${n}, ${random.chance(0.5)})`,
      `Try("format", string.format, "%s %d %5.1f", ${this.e('text')}, ${this.e('number')}, ${this.e('number')})`,
      `Try("lt", function(a, b) return a < b, a <= b, a == b end, ${v}, ${this.e('any')})`,
      `Try("arith", function(a, b) return a + b, a // b, a % b, a & 1 end, ${v}, ${this.e('any')})`,
    ]);
  }

  private conditional(): string {
    const { random } = this;
    const head = `if ${this.expressions.condition(1)} then ${this.block(3)}`;
    const middle = random.chance(0.3) ? ` elseif ${this.expressions.condition(1)} then ${this.block(2)}` : '';
    const last = random.chance(0.5) ? ` else ${this.block(3)}` : '';
    return `${head}${middle}${last} end`;
  }

  private loopBody(variables: readonly string[] = [], most = 3): string {
    const { scope } = this;
    return scope.block(() => {
      scope.loops++;
      for (const name of variables) scope.declare(name, 'any', false);
      const body = this.sequence(most);
      scope.loops--;
      return body;
    });
  }

  private loop(): string {
    const { random, scope } = this;
    const name = scope.fresh('i');
    const n = random.between(0, 4);
    const bounds = random.pick([
      `1, ${n}`,
      `${n}, 1, -1`,
      `1.0, ${n}, 0.7`,
      `math.maxinteger - ${n}, math.maxinteger`,
      `math.mininteger + 1, math.mininteger, -1`,
      `${n}, 1`,
      `1, 3, ${random.pick(['2', '-1', '0', '1.5', '"1"'])}`,
      `-${n}, ${n}, 3`,
    ]);
    const limit = `${name} < ${n}`;
    return random.pick([
      () => `for ${name} = ${bounds} do ${this.loopBody([name])} end`,
      () => `do local ${name} = 0 while ${limit} do ${name} = ${name} + 1 ${this.loopBody()} end end`,
      () =>
        `do local ${name} = 0 repeat ${name} = ${name} + 1 local last = ${name} ${this.loopBody()} until last >= ${n} end`,
    ])();
  }

  private iteration(): string {
    const { random, scope } = this;
    const [k, v] = [scope.fresh('k'), scope.fresh('v')];
    const source = random.pick([
      `ipairs(${this.e('table')})`,
      `pairs({ ${this.expressions.list(1, 4, 2)}, x = 1 })`,
      `string.gmatch(${this.e('text')}, "(%a)(%a*)")`,
      `next, { ${this.expressions.list(0, 3, 2)} }`,
      `utf8.codes("a\\u{e4}\\u{20ac}z")`,
      `coroutine.wrap(function() for i = 1, 3 do ${scope.body(false, () => this.sequence(2))} coroutine.yield(i, i * 2) end end)`,
      `(function(s, c) c = c + 1 ${scope.body(false, () => this.sequence(1))} if c < 4 then return c, s end end), ${this.e('any')}, 1`,
      `(function(s, c) if c < 3 then return c + 1, s end end), 5, 0, Object(${this.e('number')})`,
      `setmetatable({}, { __call = function(self, s, c) if c < 3 then return c + 1 end end }), 1, 0`,
    ]);
    return `for ${k}, ${v} in ${source} do ${this.loopBody([k, v])} end`;
  }

  private jump(): string {
    const { random, scope } = this;
    const [label, counter] = [scope.fresh('label'), scope.fresh('n')];
    return random.pick([
      () =>
        `do local ${counter} = 0 ::${label}:: ${counter} = ${counter} + 1 ${this.block(2)} if ${counter} < ${random.between(1, 4)} then goto ${label} end end`,
      () =>
        `for ${counter} = 1, 3 do if ${this.expressions.condition(1)} then goto ${label} end ${this.loopBody()} ::${label}:: end`,
      () =>
        `do local fs = {} local ${counter} = 0 ::${label}:: local x = ${counter} fs[#fs + 1] = function() x = x + 1 return x end ${counter} = ${counter} + 1 if ${counter} < 3 then goto ${label} end T("gotos", fs[1](), fs[1](), fs[2](), fs[3]()) end`,
    ])();
  }

  private function(): string {
    const { random, scope } = this;
    const name = scope.fresh('f');
    const parameters = Array.from({ length: random.between(0, 3) }, () => scope.fresh('p'));
    const varargs = random.chance(0.4);
    const named = varargs && random.chance(0.3) ? scope.fresh('va') : '';
    const head = [...parameters, ...(varargs ? [`...${named}`] : [])].join(', ');
    const shown = named ? `T("va", ${named}.n, ${named}[1], select("#", ...)) ` : '';
    const text = `local function ${name}(${head}) ${shown}${this.body(parameters, varargs)} end`;
    scope.declare(name, 'function', false);
    return `${text}\nTry("${name}", ${name}, ${this.expressions.list(1, 4, 1)})`;
  }

  private thunk(most = 3): string {
    return `function(...) ${this.scope.body(true, () => this.sequence(most))} end`;
  }

  private protected(): string {
    const { random } = this;
    const value = random.pick(['"text"', '{}', 'nil', '42', 'Object(1)', `${this.e('any', 2)}`]);
    const level = random.pick(['', ', 0', ', 1', ', 2']);
    return random.pick([
      () => `Try("pcall", ${this.thunk()}, ${this.e('any')})`,
      () =>
        `Try("error", function() ${this.scope.body(false, () => this.sequence(2))} error(${value}${level}) end)`,
      () =>
        `T("xpcall", xpcall(${this.thunk()}, function(m) T("handler", m) ${this.scope.body(false, () => this.sequence(1))} return m end, ${this.e('any')}))`,
      () => `Try("nested", pcall, pcall, error, ${value})`,
      () => `T("assert", pcall(assert, ${this.e('any')}, ${value}))`,
      () => `T("traceback", (gsub(debug.traceback("m", 1), "0x%x+", "")))`,
    ])();
  }

  private coroutine(): string {
    const { random, scope } = this;
    const name = scope.fresh('co');
    const body = () =>
      scope.body(true, () => {
        const first = this.sequence(2);
        const y = `T("yield", coroutine.yield(${this.expressions.list(0, 2, 1)}))`;
        return `${first}\n${y}\n${this.sequence(2)} return ${this.expressions.list(0, 2, 1)}`;
      });
    const resumes = (n: number) =>
      Array.from(
        { length: n },
        () =>
          `T("resume", coroutine.resume(${name}, ${this.expressions.list(1, 2, 1)}), coroutine.status(${name}))`,
      ).join(' ');
    return random.pick([
      () =>
        `do local ${name} = coroutine.create(function(...) ${body()} end) ${resumes(random.between(1, 4))} T("close", coroutine.close(${name})) end`,
      () =>
        `do local ${name} = coroutine.wrap(function(...) ${body()} end) Try("wrap", ${name}, 1) Try("wrap", ${name}, 2) Try("wrap", ${name}, 3) end`,
      () =>
        `do local ${name} = coroutine.create(function(...) local x <close> = Object("in coroutine") ${body()} end) ${resumes(random.between(1, 2))} T("closed", coroutine.close(${name}), coroutine.status(${name})) end`,
      () =>
        `do local ${name} = coroutine.create(function(...) return pcall(function(...) ${body()} end, ...) end) ${resumes(3)} end`,
      () =>
        `do local ${name} ${name} = coroutine.create(function(...) local m = setmetatable({}, { __index = function(t, k) return coroutine.yield(k) end, __lt = function() return coroutine.yield("lt") end, __concat = coroutine.yield, __close = function() coroutine.yield("closing") end, __call = function(_, ...) return coroutine.yield(...) end }) local c <close> = m T("in", m.key, m < m, m .. "s", m(1, 2)) ${this.sequence(1)} return "end" end) for i = 1, 7 do T("step", coroutine.resume(${name}, i)) end end`,
      () => `Try("yield", coroutine.yield, ${this.e('any')})`,
      () => `T("running", select(2, coroutine.running()), coroutine.isyieldable())`,
      () =>
        `do local ${name} = coroutine.create(${this.thunk()}) for i = 1, 20 do if coroutine.status(${name}) == "dead" then break end T("drive", coroutine.resume(${name}, i)) end end`,
    ])();
  }

  private closing(): string {
    const { random, scope } = this;
    const name = scope.fresh('c');
    const handler = random.pick([
      `function(o, e) T("closing", e) ${scope.body(false, () => this.sequence(1))} end`,
      `function(o, e) T("closing", e) error("in close", 0) end`,
      `function(o, e) T("closing", e) error(e, 0) end`,
    ]);
    const value = random.pick([
      `setmetatable({}, { __close = ${handler} })`,
      'Object("c")',
      'nil',
      'false',
      '42',
    ]);
    return random.pick([
      () =>
        `Try("tbc", function(...) local ${name} <close> = ${value} ${this.scope.body(true, () => this.sequence(2))} return ${this.e('any')} end)`,
      () =>
        `for i = 1, 2 do local ok, e = pcall(function() local a <close> = Object("a") local ${name} <close> = ${value} ${this.scope.body(false, () => this.sequence(2))} error("body") end) T("both", ok, e) end`,
      () =>
        `Try("tail", function(...) local ${name} <close> = ${value} return Id(${this.expressions.list(1, 2, 1)}) end)`,
      () =>
        `do local n = 0 while n < 2 do n = n + 1 local ok, e = pcall(function() for i = 1, 3 do local ${name} <close> = ${value} if i == 2 then break end ${this.loopBody([], 1)} end end) T("broken", ok, e) end end`,
    ])();
  }

  private metatable(): string {
    const { random, scope } = this;
    const name = scope.fresh('m');
    const inner = () => scope.body(true, () => this.sequence(1));
    const fields = [
      `__index = function(t, k, ...) ${inner()} return k end`,
      `__newindex = function(t, k, v, ...) ${inner()} rawset(t, k == nil and 0 or k, v) end`,
      `__add = function(a, b, ...) ${inner()} return 1, 2 end`,
      `__eq = function(a, b, ...) ${inner()} return true end`,
      `__lt = function(a, b, ...) ${inner()} return ${this.e('any')} end`,
      `__le = function(a, b, ...) return ${this.e('any')} end`,
      `__concat = function(a, b, ...) ${inner()} return "cat" end`,
      `__len = function(a, ...) ${inner()} return ${this.e('number')} end`,
      `__call = function(self, a, ...) ${inner()} return a, ... end`,
      `__tostring = function(...) ${inner()} return "shown" end`,
      `__pairs = function(t, ...) ${inner()} return next, { 1, 2 } end`,
      `__close = function(...) ${inner()} end`,
      `__metatable = "locked"`,
    ].filter(() => random.chance(0.35));
    const use = random.pick([
      `T("use", ${name}.a, ${name} + 1)`,
      `${name}.b = 1 T("set", rawget(${name}, "b"))`,
      `T("cmp", ${name} == {}, ${name} == ${name}, ${name} < 1, ${name} <= ${name})`,
      `T("cat", ${name} .. 1, 1 .. ${name})`,
      `T("len", #${name}, rawlen(${name}))`,
      `T("called", ${name}(1, 2, 3))`,
      `for k, v in pairs(${name}) do T("pair", k, v) end`,
      `T("meta", getmetatable(${name}), pcall(setmetatable, ${name}, nil))`,
      `T("unpack", table.unpack(${name}, 1, 3)) T("conc", pcall(table.concat, ${name}, ",", 1, 2))`,
    ]);
    return `Try("meta", function() local ${name} = setmetatable({ 1, 2 }, { ${fields.join(', ')} }) ${use} end)`;
  }

  private callback(): string {
    const { random } = this;
    const inner = () => this.scope.body(true, () => this.sequence(2));
    return random.pick([
      () =>
        `Try("sort", function() local t = { 5, 3, 8, 1, 9, 2 } table.sort(t, function(a, b, ...) ${inner()} return a ${random.pick(['<', '>', '<='])} b end) return t end)`,
      () =>
        `Try("gsub", string.gsub, ${this.e('text')}, ${random.pick(['"%a"', '"(.)(.)"', '"()"', '"%w+"'])}, function(...) ${inner()} return ${this.e('any')} end, 5)`,
      () =>
        `Try("load", load, function(...) ${inner()} return ${random.pick(['nil', '"return 1"', '""', '1', '{}'])} end)`,
      () => `Try("select", select, ${this.e('number')}, ${this.expressions.list(1, 4, 1)})`,
      () => `Try("rep", string.rep, ${this.e('text')}, ${random.between(-1, 5)}, ${this.e('text')})`,
      () => `Try("tostring", raw_tostring, Object(${this.e('any')}))`,
    ])();
  }

  private chunk(): string {
    const { random, scope } = this;
    const text = scope.body(true, () => {
      const { left } = this;
      this.left = Math.min(this.left, 3);
      const made = this.sequence(2);
      this.left = left - 1;
      return made;
    });
    const damaged = random.chance(0.2) ? text.slice(0, random.below(text.length)) : text;
    let level = '=';
    while (damaged.includes(`]${level}]`)) level += '=';
    const mode = random.pick(['', ', "t"', ', "b"', ', "bt"']);
    const name = mode === '' ? '' : ', "=inner"';
    return `T("load", pcall(function(...) local f, m = load([${level}[local T, Try, Id, Fail, Object, Show, gsub, raw_tostring = ... ${damaged}]${level}]${name}${mode}) if not f then return f, m end return f(T, Try, Id, Fail, Object, Show, gsub, raw_tostring) end))`;
  }

  /** Programs that look at what the collector does have stopped it (program.ts). */
  private collection(): string {
    const { random } = this;
    const inner = () => this.scope.body(true, () => this.sequence(1));
    return random.pick([
      () =>
        `if Collect then setmetatable({}, { __gc = function(o, ...) T("gc") ${inner()} end }) Collect() end`,
      () =>
        `if Collect then local w = setmetatable({}, { __mode = "${random.pick(['k', 'v', 'kv'])}" }) w[1] = {} w[{}] = 1 w.s = "s" w[2] = w Collect() T("weak", #w, w.s, w[2] == w, next(w) ~= nil) end`,
      () => `collectgarbage("step") T("count", collectgarbage("count") > 0)`,
      () => `if Collect then setmetatable({}, { __gc = function() error("in gc") end }) Collect() end`,
      () =>
        `if Collect then local t = setmetatable({}, { __gc = true }) getmetatable(t).__gc = function() T("late") end t = nil Collect() end`,
      () => `T("mode", collectgarbage("${random.pick(['generational', 'incremental'])}"))`,
      () =>
        `if Collect then local keep = {} setmetatable({}, { __gc = function(o) keep[1] = o end }) Collect() T("back", #keep) end`,
    ])();
  }

  private leave(): string {
    const { random, scope } = this;
    if (scope.loops > 0 && random.chance(0.6)) return `if ${this.expressions.condition(1)} then break end`;
    return `do return ${this.expressions.list(0, 3, 1)} end`;
  }

  private globals(): string {
    const { random, scope } = this;
    const name = scope.fresh('G');
    return random.pick([
      () => `${name} = ${this.e('any')} T("global", ${name}, _ENV.${name}, rawget(_G, "${name}"))`,
      () => `do global ${name}; ${name} = ${random.below(9)} T("declared", ${name}) end`,
      () => `do global <const> *; Try("const", load, "global <const> y; y = 1") end`,
      () => `do local _ENV <const> = { T = T, x = ${this.e('any')} } y = x T("env", x, y, z) end`,
      () => `T("loaderr", load("global x <const>; x = 1"))`,
    ])();
  }

  private deep(): string {
    const { random, scope } = this;
    const name = scope.fresh('r');
    return random.pick([
      () =>
        `do local function ${name}(n, ...) if n == 0 then ${this.scope.body(true, () => this.sequence(2))} return n, ... end return ${name}(n - 1, ...) end Try("tailcalls", ${name}, ${random.pick(['3', '50', '300'])}, ${this.e('any')}) end`,
      () =>
        `do local function ${name}(n) if n == 0 then ${this.scope.body(false, () => this.sequence(2))} return 0 end return 1 + ${name}(n - 1) end Try("recursion", ${name}, ${random.pick(['3', '50', '250'])}) end`,
      () =>
        `T("upvalues", (function(...) local a, b = ${this.e('any')}, 0 local f = function() b = b + 1 return function() b = b * 2 return a, b end end local g, h = f(), f() return g(), h(), b end)())`,
      () => `T("many", select("#", table.unpack({}, 1, ${random.pick(['10', '250', '1000'])})))`,
    ])();
  }
}
