import type { Random } from './random.ts';
import type { Kind, Scope } from './scope.ts';

const integers = ['0', '1', '2', '3', '-1', '7', '10', '100', '255', '0x7fffffff', '2^31|0', '1<<62'];
const edges = ['math.maxinteger', 'math.mininteger', 'math.maxinteger+1', '-9223372036854775807'];
const floats = [
  '0.5',
  '-0.0',
  '1.0',
  '1e15',
  '2^53',
  '3.7',
  '-2.5',
  '1e308',
  '0x.8p1',
  'math.huge',
  '1e-320',
];
const texts = [
  '""',
  '"x"',
  '"hello world"',
  '"10"',
  '" 0x1F "',
  '"a,b;c"',
  '"key=value; k2=v2"',
  '"line\\nbreak\\0nul"',
  '("ab"):rep(21)',
  '"the quick brown fox jumps over the lazy dog"',
  '[[long]]',
  '"\\u{20AC}uro"',
  '"1e1"',
];
const patterns = [
  '"%a+"',
  '"(%w+)=(%w+)"',
  '"."',
  '".-o"',
  '"^%s*(.-)%s*$"',
  '"[aeiou]"',
  '"()"',
  '"%b()"',
  '"%f[%w]%w+"',
  '"(h)(e)(.)%3"',
  '"[^%a]*$"',
  '""',
  '"x*"',
  '"(a)(b)?"',
  '"%d+"',
  '"["',
  '"%"',
];
const replacements = ['"<%0>"', '"%1%1"', '""', '{ a = 1, e = "E", o = false }', '"%%"', '"%2"', '"%9"'];
const formats = [
  '"%5d|"',
  '"%-5s|"',
  '"%05.1f"',
  '"%x"',
  '"%q"',
  '"%g"',
  '"%s"',
  '"%.3s"',
  '"%a"',
  '"%i%%"',
  '"%c"',
];
const arithmetic = ['+', '-', '*', '/', '//', '%', '^'];
const bitwise = ['&', '|', '~', '<<', '>>'];
const comparisons = ['==', '~=', '<', '<=', '>', '>='];

/** Makes expressions of about the kind that is asked for: now and then of another one, as programs do. */
export class Expressions {
  private readonly random: Random;
  private readonly scope: Scope;
  private readonly functionBody: (parameters: readonly string[], varargs: boolean) => string;

  constructor(
    random: Random,
    scope: Scope,
    functionBody: (parameters: readonly string[], varargs: boolean) => string,
  ) {
    this.random = random;
    this.scope = scope;
    this.functionBody = functionBody;
  }

  of(kind: Kind, depth = 0): string {
    const { random } = this;
    if (random.chance(0.015)) return this.any(depth + 1);
    if (depth > 3 || this.scope.depth > 7) return this.leaf(kind);
    switch (kind) {
      case 'number':
        return random.chance(0.4) ? this.leaf(kind) : this.number(depth + 1);
      case 'text':
        return random.chance(0.4) ? this.leaf(kind) : this.text(depth + 1);
      case 'table':
        return random.chance(0.4) ? this.leaf(kind) : this.table(depth + 1);
      case 'function':
        return random.chance(0.5) ? this.leaf(kind) : this.closure();
      default:
        return this.any(depth + 1);
    }
  }

  list(least: number, most: number, depth: number): string {
    const items = Array.from({ length: this.random.between(least, most) }, () => this.of('any', depth));
    return items.join(', ');
  }

  condition(depth: number): string {
    const { random } = this;
    const n = () => this.of('number', depth + 1);
    return random.pick<() => string>([
      () => `${n()} ${random.pick(comparisons)} ${n()}`,
      () => `${this.of('text', depth + 1)} ${random.pick(comparisons)} ${this.of('text', depth + 1)}`,
      () => `not ${this.of('any', depth + 1)}`,
      () => `(${this.of('any', depth + 1)}) ${random.pick(['==', '~='])} (${this.of('any', depth + 1)})`,
      () => `type(${this.of('any', depth + 1)}) == ${random.pick(['"nil"', '"table"', '"number"'])}`,
      () => `(${this.of('table', depth + 1)})[${n()}] ~= nil`,
    ])();
  }

  private any(depth: number): string {
    const { random } = this;
    return random.pick<() => string>([
      () => this.of('number', depth),
      () => this.of('text', depth),
      () => this.of('table', depth),
      () => this.of('function', depth),
      () => random.pick(['nil', 'true', 'false']),
      () => this.scope.find(random, 'any') ?? 'nil',
      () => `(${this.condition(depth)})`,
      () => `(${this.of('any', depth + 1)} ${random.pick(['and', 'or'])} ${this.of('any', depth + 1)})`,
      () => `(${this.of('table', depth)}).${random.pick(['x', 'y', 'n'])}`,
      () => `(${this.of('table', depth)})[${this.of('any', depth + 1)}]`,
      () => this.call(depth),
      () => (this.scope.varargs ? '(...)' : 'nil'),
    ])();
  }

  /** The call of a function that may be anything. */
  call(depth: number): string {
    const { random } = this;
    const callee = random.chance(0.9)
      ? this.scope.find(random, 'function')
      : `(${this.of('any', depth + 1)})`;
    const args = this.list(0, 3, depth + 1);
    return callee === undefined ? `select("#", ${args || 'nil'})` : `${callee}(${args})`;
  }

  private leaf(kind: Kind): string {
    const { random, scope } = this;
    const found = random.chance(0.7) ? scope.find(random, kind) : undefined;
    if (found !== undefined) return found;
    switch (kind) {
      case 'number':
        return `(${random.pick(random.chance(0.75) ? integers : random.chance(0.6) ? floats : edges)})`;
      case 'text':
        return `(${random.pick(texts)})`;
      case 'table':
        return random.pick(['{}', '{ 1, 2, 3 }', '{ x = 1, y = "z" }', '{ 5, nil, 7, n = 3 }', 'Object(3)']);
      case 'function':
        return random.pick(['tostring', 'type', 'Id', 'Fail', 'math.type', 'string.len', 'coroutine.yield']);
      default:
        return random.pick(['nil', 'true', 'false', '0', '"s"']);
    }
  }

  private number(depth: number): string {
    const { random } = this;
    const n = () => this.of('number', depth);
    const t = () => this.of('text', depth);
    const r = () => this.of('table', depth);
    return random.pick<() => string>([
      () => `(${n()} ${random.pick(arithmetic)} ${n()})`,
      () => `(${n()} ${random.pick(arithmetic)} ${n()})`,
      () => `(${n()} ${random.pick(bitwise)} ${n()})`,
      () => `(-${n()})`,
      () => `(~${n()})`,
      () => `#${t()}`,
      () => `#${r()}`,
      () =>
        `math.${random.pick(['floor', 'ceil', 'abs', 'tointeger', 'sqrt', 'ult', 'fmod'])}(${n()}, ${n()})`,
      () => `math.${random.pick(['max', 'min'])}(${n()}, ${n()})`,
      () => `math.random(${random.pick(['0', '1, 10', '3', `${n()}`])})`,
      () => `(tonumber(${t()}, ${random.pick(['10', '16', '36', '2'])}) or ${n()})`,
      () => `(tonumber(${t()}) or ${n()})`,
      () => `(string.byte(${t()}, ${n()}) or 0)`,
      () => `(utf8.len(${t()}) or -1)`,
      () => `select("#", ${this.list(1, 3, depth)})`,
      () => `(string.find(${t()}, ${random.pick(patterns)}) or 0)`,
      () => `(rawlen(${r()}) + ${n()})`,
      () => `(${t()} ${random.pick(['+', '*', '-'])} ${n()})`,
      () => `string.unpack(${random.pick(['"<i4"', '"b"', '">d"', '"z"', '"s1"', '"<I3"'])}, ${t()})`,
      () => `utf8.offset(${t()}, ${n()})`,
    ])();
  }

  private text(depth: number): string {
    const { random } = this;
    const n = () => this.of('number', depth);
    const t = () => this.of('text', depth);
    const small = () => random.between(-3, 12);
    return random.pick<() => string>([
      () => `(${t()} .. ${t()})`,
      () => `(${t()} .. ${n()} .. ${t()})`,
      () => `(${t()}):sub(${small()}, ${small()})`,
      () => `(${t()}):${random.pick(['upper', 'lower', 'reverse'])}()`,
      () => `(${t()}):rep(${random.between(0, 4)}, ${t()}):sub(1, 300)`,
      () => `tostring(${n()})`,
      () => `type(${this.of('any', depth)})`,
      () => `string.format(${random.pick(formats)}, ${random.chance(0.5) ? n() : t()})`,
      () => `(string.gsub(${t()}, ${random.pick(patterns)}, ${random.pick(replacements)}))`,
      () => `(string.gsub(${t()}, ${random.pick(patterns)}, ${this.of('function', depth)}, ${small()}))`,
      () => `(string.match(${t()}, ${random.pick(patterns)}, ${small()}) or "")`,
      () => `table.concat({ ${this.list(0, 4, depth)} }, ${t()})`,
      () => `utf8.char(${random.between(1, 0x10ffff)}, ${random.between(1, 300)})`,
      () => `string.char(${random.between(0, 255)}, ${random.between(32, 126)})`,
      () =>
        `string.pack(${random.pick(['"<i4"', '"b"', '">d"', '"<I3"', '"j"', '"!8 i1 i8"'])}, ${n()}, ${n()})`,
      () => `string.pack(${random.pick(['"z"', '"s1"', '"c5"', '"<s2"'])}, ${t()})`,
    ])();
  }

  private table(depth: number): string {
    const { random } = this;
    const a = () => this.of('any', depth);
    const r = () => this.of('table', depth);
    return random.pick<() => string>([
      () => `{ ${this.list(0, 5, depth)} }`,
      () => `{ ${a()}, x = ${a()}, [${this.of('number', depth)}] = ${a()}, y = ${a()} }`,
      () => `table.pack(${this.list(0, 4, depth)})`,
      () => `{ ${this.call(depth)} }`,
      () => `{ string.byte(${this.of('text', depth)}, 1, 5) }`,
      () => `setmetatable(${r()}, { __index = ${random.chance(0.5) ? r() : this.of('function', depth)} })`,
      () => `setmetatable(${r()}, { ${this.event()} = ${this.of('function', depth)} })`,
      () => `Object(${a()})`,
      () => `table.move(${r()}, 1, ${random.between(0, 5)}, ${random.between(-1, 4)}, {})`,
      () => (this.scope.varargs ? '{ ... }' : '{ nil, 2 }'),
    ])();
  }

  private event(): string {
    return `__${this.random.pick([
      'add',
      'sub',
      'concat',
      'len',
      'eq',
      'lt',
      'le',
      'call',
      'unm',
      'idiv',
      'mod',
      'band',
      'shl',
      'bnot',
      'tostring',
      'newindex',
      'close',
      'name',
      'pairs',
      'metatable',
    ])}`;
  }

  private closure(): string {
    const { random, scope } = this;
    const parameters = Array.from({ length: random.between(0, 3) }, () => scope.fresh('p'));
    const varargs = random.chance(0.3);
    const named = varargs && random.chance(0.3) ? scope.fresh('va') : '';
    const head = [...parameters, ...(varargs ? [`...${named}`] : [])].join(', ');
    return `function(${head}) ${this.functionBody(parameters, varargs)} end`;
  }
}
