/**
 * `npm run bench:async`: what asynchronous executions do to the event loop of the thread that they share, and what
 * running in slices costs. Option: --quick.
 */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LuaContext } from '../src/index.ts';
import { loadPrograms, type Program } from './programs.ts';
import { saveResults } from './save-results.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const pingSeconds = options.quick ? 1 : 5;
const rounds = options.quick ? 3 : 10;
const sliceMs = 8;
const pingEvery = 3;

interface Pings {
  readonly scripts: number;
  readonly pings: number;
  /** Milliseconds by which an answer was late. */
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
}

interface Throughput {
  readonly program: string;
  readonly syncMs: number;
  readonly asyncMs: number;
  /** How much longer the asynchronous run took, as a part of the synchronous one. */
  readonly cost: number;
}

const pings = [await measurePings(0), await measurePings(1), await measurePings(20)];
console.table(pings);
const programs = (await loadPrograms()).filter(({ name }) =>
  ['loops', 'objects', 'strings', 'sort'].includes(name),
);
const throughput: Throughput[] = [];
for (const program of programs) throughput.push(await compare(program));
console.table(throughput);
save();

/** A timer stands for a request: how late is it, while so many scripts run endless loops? */
async function measurePings(scripts: number): Promise<Pings> {
  const contexts = Array.from({ length: scripts }, () => new LuaContext({}, { profile: 'unlimited' }));
  const running = contexts.map((lua) =>
    lua.executeScriptAsync('while true do end', { sliceMs }).catch(() => {}),
  );
  const late: number[] = [];
  const end = performance.now() + pingSeconds * 1000;
  while (performance.now() < end) {
    const due = performance.now() + pingEvery;
    await setTimeout(pingEvery);
    late.push(Math.max(0, performance.now() - due));
  }
  for (const lua of contexts) lua.cancel();
  await Promise.all(running);
  late.sort((a, b) => a - b);
  const percentile = (part: number) => round(late[Math.floor(part * (late.length - 1))] as number);
  return {
    scripts,
    pings: late.length,
    median: percentile(0.5),
    p99: percentile(0.99),
    worst: percentile(1),
  };
}

/** Pairs of runs, so that what else happens on the machine meets both alike; the minimum of each counts. */
async function compare({ name, source, size }: Program): Promise<Throughput> {
  const lua = new LuaContext({ N: size }, { profile: 'normal', maxInstructions: 0, timeout: 0 });
  let [syncMs, asyncMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const checksum = lua.executeScript<unknown>(source);
  const check = (found: unknown) => {
    if (found !== checksum) throw new Error(`${name}: checksums differ: ${found}, ${checksum}`);
  };
  for (let round = 0; round < rounds; round++) {
    let start = performance.now();
    check(lua.executeScript(source));
    syncMs = Math.min(syncMs, performance.now() - start);
    start = performance.now();
    check(await lua.executeScriptAsync(source, { sliceMs }));
    asyncMs = Math.min(asyncMs, performance.now() - start);
  }
  return {
    program: name,
    syncMs: round(syncMs),
    asyncMs: round(asyncMs),
    cost: round(asyncMs / syncMs - 1, 1000),
  };
}

function round(value: number, parts = 100): number {
  return Math.round(value * parts) / parts;
}

/** Only a full run replaces the committed file. */
function save(): void {
  const figures = { sliceMs, pingEvery, pings, rounds, throughput };
  const path = saveResults('async', !options.quick, figures);
  console.log(`wrote ${path}`);
}
