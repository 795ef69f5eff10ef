/**
 * `npm run bench:executor`: scripts per second, the cost of a clean state, and what looking at the limits costs
 * by interval. Option: --quick. Measures the compiled package, since that is what workers load.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Distribution } from 'tidelock';
import { measureInProcess, measureOverhead, measureThroughput } from './executor-measure.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = options.quick ? 3 : 10;
const load = loadavg()[0];

const inProcess = measureInProcess(rounds * 5);
const throughput = [
  await measureThroughput(1, rounds, options.quick ? 5_000 : 20_000),
  await measureThroughput(2, rounds, options.quick ? 5_000 : 20_000),
];
const overhead = measureOverhead([1, 10, 100, 1_000, 10_000, 'auto'], rounds * 20);

const targets = { scriptsPerSecond: 15_000, resetMicroseconds: 50 };
const perSecond = 1e6 / inProcess.clean;
console.log(`
A trivial script in process: ${inProcess.script.toFixed(1)} us; in a clean state each time: ${inProcess.clean.toFixed(1)} us,
which is ${whole(perSecond)} per second and core (to reach: ${whole(targets.scriptsPerSecond)}).
A clean state: ${inProcess.reset.toFixed(1)} us (to reach: ${targets.resetMicroseconds}).
`);
for (const { workers, scriptsPerSecond, queueTime, runTime } of throughput) {
  console.log(`${workers} worker${workers > 1 ? 's' : ''}: ${whole(scriptsPerSecond)} scripts per second
  run time, ms:   ${percentiles(runTime)}
  queue time, ms: ${percentiles(queueTime)}
`);
}
console.log('check interval      ms   overhead');
for (const { interval, ms, percent } of overhead) {
  console.log(
    `${String(interval).padStart(14)}  ${ms.toFixed(1).padStart(6)}  ${percent.toFixed(1).padStart(7)} %`,
  );
}
save();

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function percentiles({ p50, p95, p99, max }: Distribution): string {
  return `p50 ${p50.toFixed(3)}, p95 ${p95.toFixed(3)}, p99 ${p99.toFixed(3)}, max ${max.toFixed(1)}`;
}

/** Only a full run replaces the committed file. */
function save(): void {
  const path = options.quick ? 'build/bench/executor.json' : 'bench/results/executor.json';
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    system: `${process.platform} ${release()} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    loadAtStart: load,
  };
  mkdirSync(dirname(file), { recursive: true });
  const content = { date: new Date().toISOString(), machine, rounds, inProcess, throughput, overhead };
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`\nwrote ${path}`);
}
