/**
 * `npm run soak`: 20,000 scripts, one in ten hostile. Fails if one of them does not become what it must, or if
 * the memory of the process at the end is more than 10 % above that after the first thousand.
 */
import { LuaExecutor } from 'tidelock';
import { collectGarbage } from '../support/collect-garbage.ts';
import type { SoakScript } from './scripts.ts';
import { soak, soakOptions } from './soak.ts';

const count = Number(process.argv[2] ?? 20_000);
const batch = 1_000;

/** Bytes, when garbage is gone: the least of some readings, since workers collect theirs when they like. */
function residentMemory(): number {
  collectGarbage();
  return process.memoryUsage.rss();
}

const executor = new LuaExecutor(soakOptions);
const run = async ({ source, args, timeout }: SoakScript) =>
  (await executor.execute(source, { args, limits: { timeout } })).value;

const started = performance.now();
const memory: number[] = [];
let failed = 0;
for (let from = 0; from < count; from += batch) {
  const failures = await soak(run, from, from + batch);
  for (const { index, kind, outcome } of failures) console.error(`wrong: ${index}, ${kind}: ${outcome}`);
  failed += failures.length;
  memory.push(residentMemory());
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (memory.at(-1) as number) / 2 ** 20;
  console.log(`${from + batch} scripts, ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`);
}
const stats = executor.stats();
await executor.close();

const growth = (memory.at(-1) as number) / (memory[0] as number) - 1;
console.log(stats.ends, `${stats.workersReplaced} workers replaced`);
console.log(
  `${failed} wrong; memory grew by ${(100 * growth).toFixed(1)} % after the first ${batch} scripts`,
);
process.exitCode = failed > 0 || growth > 0.1 ? 1 : 0;
