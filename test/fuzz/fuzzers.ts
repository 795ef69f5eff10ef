import { BytecodeFuzzer } from './bytecode.ts';
import { CallFuzzer } from './calls.ts';
import { Comparison } from './compare.ts';
import { FaultFuzzer } from './faults.ts';
import type { Fuzzer } from './fuzzer.ts';

/** All that there is to fuzz with; undefined where something is missing that it needs. */
export const fuzzers: Readonly<Record<string, () => Promise<Fuzzer | undefined>>> = {
  programs: () => Comparison.start(),
  bytecode: async () => new BytecodeFuzzer(),
  faults: async () => new FaultFuzzer(),
  calls: async () => new CallFuzzer(),
};
