/**
 * `npm run bench:executor`: scripts per second, the cost of a clean state, and what looking at the limits costs
 * by interval. Option: --quick. Measures the compiled package, since that is what workers load.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Distribution } from 'tidelock';
import { measureInProcess, measureOverhead, measureThroughput } from './executor-measure.ts';
import { describeMachine, saveResults } from './save-results.ts';

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
  const figures = { rounds, inProcess, throughput, overhead };
  const machine = { ...describeMachine(), loadAtStart: load };
  const path = saveResults('executor', !options.quick, figures, machine);
  console.log(`\nwrote ${path}`);
}
