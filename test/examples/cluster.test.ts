import { expect, test } from 'vitest';
import { runCluster } from '../../examples/cluster/cluster.ts';
import type { ScriptJob } from '../../examples/cluster/job.ts';
import { hasRedis } from '../../examples/cluster/redis.ts';

const isThere = hasRedis();
if (!isThere) console.warn('NOT TESTED: examples/cluster, since redis-server is not installed');

test.skipIf(!isThere)(
  'jobs are executed once or fail with a reason, through the kill of a process in mid-script',
  { timeout: 120_000 },
  async () => {
    const jobs = new Map<string, ScriptJob>([['victim', { source: 'while true do end', args: [] }]]);
    for (let n = 1; n <= 60; n++) jobs.set(`job-${n}`, { source: 'return ... * 2', args: [n] });
    jobs.set('faulty', { source: 'error("no")', args: [] });

    const { completed, failed, begun, killed } = await runCluster(jobs, 'victim');

    expect(new Set([...completed.keys(), ...failed.keys()])).toEqual(new Set(jobs.keys()));
    expect([...begun.values()].filter((times) => times !== 1)).toEqual([]);
    expect(killed).toContain('victim');
    for (const id of killed) expect(failed.get(id)).toBe('job stalled more than allowable limit');
    if (!killed.includes('faulty')) expect(failed.get('faulty')).toContain('no');
    for (const id of failed.keys()) expect(['faulty', ...killed]).toContain(id);
    for (const [id, value] of completed) expect(value).toBe(2 * Number(id.slice('job-'.length)));
  },
);
