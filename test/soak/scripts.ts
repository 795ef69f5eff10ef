/** The scripts of the soak: each with what must become of it. */

export interface SoakScript {
  readonly kind: string;
  readonly source: string;
  readonly args: readonly number[];
  /** Milliseconds; for the one that does nothing until its worker is ended. */
  readonly timeout: number;
  /** The value it returns, or a part of the error that it ends with. */
  readonly expected: { readonly value: unknown } | { readonly error: string };
}

type Good = readonly [kind: string, source: string, answer: (n: number) => unknown];
type Hostile = readonly [kind: string, source: string, error: string];

const good: readonly Good[] = [
  ['sum', 'local s = 0 for i = 1, ... do s = s + i end return s', (n) => (n * (n + 1)) / 2],
  [
    'text',
    'return ("%05d"):format(...):reverse()',
    (n) => [...String(n).padStart(5, '0')].reverse().join(''),
  ],
  [
    'table',
    'local t = {} for i = 1, 20 do t[i] = (i * ...) % 23 end table.sort(t) return t',
    (n) => Array.from({ length: 20 }, (_, i) => ((i + 1) * n) % 23).sort((a, b) => a - b),
  ],
  ['global', 'assert(counter == nil) counter = ... return { counter = counter }', (n) => ({ counter: n })],
  ['host', 'return double(...) + rate', (n) => 2 * n + 0.19],
  [
    'coroutine',
    'local co = coroutine.wrap(function(n) for i = 1, 3 do n = coroutine.yield(n + i) end end) return co(...), co(1), co(2)',
    (n) => [n + 1, 3, 5],
  ],
  ['caught', 'local ok, e = pcall(error, ...) return ok, e', (n) => [false, n]],
];

const hostile: readonly Hostile[] = [
  ['endless loop', 'while true do pcall(function() while true do end end) end', 'instruction limit exceeded'],
  ['memory bomb', 'local s = "x" while true do s = s .. s end', 'not enough memory'],
  ['pattern bomb', 'return string.find(("a"):rep(30000), ".-.-.-.-b$")', 'instruction limit exceeded'],
  ['deep recursion', 'local function f(n) return 1 + f(n + 1) end return f(1)', 'instruction limit exceeded'],
  ['deep recursion in C', 'local function f(x) return (x:gsub(".", f)) end f("x")', 'stack overflow'],
  ['hung host function', 'hang()', 'execution timeout'],
  ['thrown host error', 'fail()', 'no such account'],
];

/** Every tenth is hostile; the same ones on every run. */
export function soakScript(index: number): SoakScript {
  const n = (index * 7919) % 99_991;
  if (index % 10 === 9) {
    const [kind, source, error] = hostile[Math.floor(index / 10) % hostile.length] as Hostile;
    return { kind, source, args: [], timeout: source === 'hang()' ? 500 : 30_000, expected: { error } };
  }
  const [kind, source, answer] = good[index % good.length] as Good;
  const argument = kind === 'sum' ? n % 1000 : n;
  return { kind, source, args: [argument], timeout: 30_000, expected: { value: answer(argument) } };
}
