/**
 * `npx tsx examples/cluster/main.ts`: 200 scripts on two processes behind a queue in Redis, one of which is killed
 * in the midst of a script. Needs redis-server (apt-get install redis-server), which it starts and stops itself.
 */
import { runCluster } from './cluster.ts';
import type { ScriptJob } from './job.ts';

const jobs = new Map<string, ScriptJob>();
for (let n = 1; n <= 200; n++) {
  jobs.set(`job-${n}`, { source: 'local s = 0 for i = 1, ... do s = s + i end return s', args: [n * 1000] });
}
jobs.set('victim', { source: 'while true do end', args: [] });

const { completed, failed, begun, killed } = await runCluster(jobs, 'victim');
console.log(`${jobs.size} jobs: ${completed.size} completed, ${failed.size} failed`);
for (const [id, reason] of failed) console.log(`  ${id}: ${reason}`);
console.log(`begun more than once: ${[...begun.values()].filter((times) => times > 1).length}`);
console.log(`under way in the process that was killed: ${killed.join(', ')}`);
