import { LuaContext, LuaError, LuaLimitError, LuaStateError } from '../../src/index.ts';
import { works } from '../attacks/attack.ts';
import { caughtFrom } from '../support/thrown.ts';
import type { Finding, Fuzzer } from './fuzzer.ts';
import { mutate } from './mutate.ts';
import { generateProgram } from './program.ts';
import { Random } from './random.ts';

const limits = { maxInstructions: 2_000_000, maxMemory: '20MB', timeout: '2s' } as const;
/** Mostly spared, since nothing is read after a wrong header. */
const headerBytes = 40;
/** How much longer than its timeout a damaged function may take to end, on a machine that has other work. */
const allowedMilliseconds = 10_000;
/** Runs damaged bytecode: whatever it does, it ends, the process stays, and a reset makes all good. */
export class BytecodeFuzzer implements Fuzzer {
  private readonly counts: Record<string, number> = {};
  private readonly victim = this.open();
  private readonly neighbour = this.open();
  private readonly compiler = new LuaContext({}, { libraries: 'all', binaryStrings: true });

  run(seed: number): Finding | undefined {
    const random = new Random(seed);
    const bytes = mutate(this.dump(seed), random, headerBytes);
    const { victim } = this;
    const start = performance.now();
    const error = caughtFrom(() => {
      victim.executeScript('return load(...)()', { args: [bytes], limits, chunkName: '=loader' });
    });
    const milliseconds = performance.now() - start;
    const how =
      error === undefined ? 'returned' : error instanceof LuaLimitError ? error.resource : nameOf(error);
    this.counts[how] = (this.counts[how] ?? 0) + 1;
    const problem = unexpected(error) ?? this.problemAfter(milliseconds);
    return problem === undefined
      ? undefined
      : { seed, what: problem, details: Buffer.from(bytes).toString('base64') };
  }

  totals(): Readonly<Record<string, number>> {
    return this.counts;
  }

  close(): void {
    this.victim.dispose();
    this.neighbour.dispose();
  }

  private open(): LuaContext {
    const print = () => {};
    const call = (f: unknown) => (typeof f === 'function' ? f() : undefined); // damaged code calls it with anything
    return new LuaContext({ call }, { libraries: 'all', allowBytecode: true, print });
  }

  /** The bytecode of a generated program; of few, so that most of the time goes into running. */
  private dump(seed: number): Uint8Array {
    const script = 'local source, strip = ... return string.dump(load(source) or function() end, strip)';
    const program = generateProgram(seed % 500);
    const options = { args: [program, seed % 2 === 0], profile: 'unlimited' } as const;
    return this.compiler.executeScript<Uint8Array>(script, options);
  }

  private problemAfter(milliseconds: number): string | undefined {
    if (milliseconds > allowedMilliseconds) return `it ended after ${Math.round(milliseconds)} ms`;
    this.victim.reset();
    const error = caughtFrom(() => {
      if (!works(this.victim) || !works(this.neighbour)) throw new Error('something does not work');
    });
    return error === undefined ? undefined : `after a reset: ${String(error)}`;
  }
}

/** What the host threw itself must be one of the errors that it says it throws. */
function unexpected(error: unknown): string | undefined {
  if (error === undefined || error instanceof LuaError || error instanceof LuaStateError) return undefined;
  return `it ended by ${String((error as Error).stack)}`;
}

function nameOf(error: unknown): string {
  return (error as { code?: string }).code ?? Object.prototype.toString.call(error);
}
