import { afterAll, describe, expect, test } from 'vitest';
import { fuzzers } from './fuzzers.ts';

/** A little of each fuzzer, with the same cases each time; `npm run fuzz` tries others, for as long as one likes. */
const cases: Readonly<Record<string, number>> = {
  programs: 400,
  bytecode: 200,
  faults: 60,
  calls: 150,
  snapshots: 100,
};

/** Cases that once broke a promise; another build of the engine may make others of them. */
const found: Readonly<Record<string, readonly number[]>> = { snapshots: [23_901, 25_158, 42_600] };

const totals: Record<string, Readonly<Record<string, number>>> = {};
afterAll(() => {
  console.log(
    `programs compared with native Lua: ${totals['programs']?.['same'] ?? 'none, since gcc is missing'}`,
  );
  console.log(`fuzzed: ${JSON.stringify(totals)}`);
});

describe.each(Object.keys(fuzzers))('%s', (name) => {
  test('no generated case breaks a promise', { timeout: 120_000 }, async (context) => {
    const fuzzer = await fuzzers[name]?.();
    if (!fuzzer) return context.skip();
    const first = Array.from({ length: cases[name] ?? 0 }, (_, seed) => seed);
    for (const seed of [...first, ...(found[name] ?? [])]) {
      const finding = await fuzzer.run(seed);
      expect(finding && `seed ${seed}: ${finding.what}`).toBeUndefined(); // its details are long
    }
    totals[name] = fuzzer.totals();
    fuzzer.close();
  });
});
