import { expect, test } from 'vitest';
import type { SoakScript } from '../soak/scripts.ts';
import { soak, soakOptions } from '../soak/soak.ts';
import { openExecutor } from './executors.ts';

/** `npm run soak` is the long one. */
test('700 scripts, one in ten hostile, all become what they must', { timeout: 120_000 }, async () => {
  const executor = openExecutor(soakOptions);
  const run = async ({ source, args, timeout }: SoakScript) =>
    (await executor.execute(source, { args, limits: { timeout } })).value;
  expect(await soak(run, 0, 700)).toEqual([]);
  const { ends, workersReplaced } = executor.stats();
  expect(ends).toMatchObject({ ok: 630, instructions: 30, memory: 10, error: 20, time: 10, worker: 0 });
  expect(workersReplaced).toBe(10);
});
