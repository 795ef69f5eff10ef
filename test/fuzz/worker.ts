/**
 * Runs cases in a process of its own, which its parent watches (main.ts). Arguments: the name of the fuzzer, the
 * first seed, how many, the milliseconds after which to stop.
 */
import { fuzzers } from './fuzzers.ts';

const [name = '', ...figures] = process.argv.slice(2);
const [first = 0, count = 0, milliseconds = 0] = figures.map(Number);
const end = performance.now() + milliseconds;
const fuzzer = await fuzzers[name]?.();
if (fuzzer) {
  let seed = first;
  for (; seed < first + count && performance.now() < end; seed++) {
    process.send?.({ starts: seed, mayHang: fuzzer.mayHang?.(seed) ?? false });
    const finding = await fuzzer.run(seed);
    if (finding) process.send?.({ finding });
  }
  process.send?.({ next: seed, totals: fuzzer.totals() });
  fuzzer.close();
} else {
  process.send?.({ missing: true });
}
process.disconnect?.();
