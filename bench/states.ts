/**
 * `tsx bench/states.ts`: what it costs to copy states, for a bare one, for one with 1,000 functions of the host, for
 * one with 10 MB of data, and for one that once had them; beside making a new context. Option: --quick.
 */
import { parseArgs } from 'node:util';
import { LuaContext, Snapshot } from '../src/index.ts';
import { saveResults } from './save-results.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = options.quick ? 5 : 25;

/** Microseconds each: the minimum of the rounds. */
type Figures = Record<string, number>;

interface Subject {
  readonly name: string;
  readonly lua: LuaContext;
  /** How often each operation runs in a round. */
  readonly times: number;
}

const tenMegabytes = 'data = {} for i = 1, 110000 do data[i] = { i, tostring(i) } end';
const manyFunctions = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, () => i]));

const subjects: readonly Subject[] = [
  { name: 'bare', lua: new LuaContext(), times: 100 },
  { name: '1,000 functions', lua: new LuaContext(manyFunctions), times: 100 },
  { name: '10 MB', lua: withData(tenMegabytes), times: 10 },
  {
    name: '10 MB, freed',
    lua: withData(`${tenMegabytes} data = nil collectgarbage() collectgarbage()`),
    times: 50,
  },
];

const figures: Record<string, Figures> = {};
for (const { name } of subjects) figures[name] = {};
for (let round = 0; round < rounds; round++) for (const subject of subjects) measure(subject);
report();

function withData(script: string): LuaContext {
  const lua = new LuaContext({}, { profile: 'unlimited' });
  lua.executeScript(script);
  return lua;
}

function measure({ name, lua, times }: Subject): void {
  const best = figures[name] as Figures;
  const time = (operation: string, action: () => unknown) => {
    const start = performance.now();
    for (let i = 0; i < times; i++) action();
    const microseconds = ((performance.now() - start) / times) * 1000;
    best[operation] = Math.min(best[operation] ?? Number.POSITIVE_INFINITY, microseconds);
  };
  const snapshot = lua.snapshot();
  const bytes = snapshot.toBytes();
  const emptied = lua.fork();
  time('snapshot', () => lua.snapshot());
  time('restore', () => lua.restore(snapshot));
  time('fork', () => lua.fork().dispose());
  time('reset', () => emptied.reset()); // the first of them takes more: see the docs
  time('toBytes', () => snapshot.toBytes());
  time('fromBytes', () => Snapshot.fromBytes(bytes));
  time('info', () => lua.info());
  time('getMemoryUsage', () => lua.getMemoryUsage());
  if (name === 'bare') time('new LuaContext', () => new LuaContext().dispose());
  best['size of the snapshot (kB)'] = snapshot.size / 1024;
}

function report(): void {
  const operations = Object.keys(figures['bare'] as Figures);
  const rows = operations.map((operation) => [
    operation,
    ...subjects.map(({ name }) => figures[name]?.[operation]?.toFixed(1) ?? '-'),
  ]);
  const all = [['microseconds', ...subjects.map(({ name }) => name)], ...rows];
  for (const row of all)
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(26) : cell.padStart(16))).join(''));
  const path = saveResults('states', !options.quick, { rounds, microseconds: figures });
  console.log(`\nThe minimum of ${rounds} rounds; written to ${path}`);
}
