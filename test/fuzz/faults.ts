import { LuaContext, LuaError, LuaStateError } from '../../src/index.ts';
import { type Fault, Injector } from '../faults/injector.ts';
import { Sweep } from '../faults/sweep.ts';
import { caughtFrom } from '../support/thrown.ts';
import type { Finding, Fuzzer } from './fuzzer.ts';
import { generateProgram } from './program.ts';
import { Random } from './random.ts';

/** Lets generated programs, and the one that touches everything, fail at any place. */
export class FaultFuzzer implements Fuzzer {
  private injected = 0;
  private readonly lua = new LuaContext(
    {},
    {
      libraries: 'all',
      allowBytecode: true,
      maxInstructions: 400_000,
      maxMemory: '40MB',
      checkInterval: 1,
      print: () => {},
    },
  );
  private readonly injector = new Injector(this.lua);
  private readonly sweep = new Sweep();
  private readonly places = this.sweep.countLooks();

  run(seed: number): Finding | undefined {
    const random = new Random(seed);
    const found = random.chance(0.5) ? this.inEveryFeature(random) : this.inProgram(seed, random);
    return found && { seed, ...found };
  }

  totals(): Readonly<Record<string, number>> {
    return { injected: this.injected + this.sweep.injected };
  }

  close(): void {
    this.lua.dispose();
  }

  private inEveryFeature(random: Random): Omit<Finding, 'seed'> | undefined {
    const at = random.between(0, this.places);
    const error = caughtFrom(() => this.sweep.inject(at, anyFault(random)));
    return error === undefined ? undefined : { what: String(error), details: String((error as Error).cause) };
  }

  private inProgram(seed: number, random: Random): Omit<Finding, 'seed'> | undefined {
    const program = generateProgram(seed);
    this.lua.reset();
    this.injector.disarm();
    caughtFrom(() => this.lua.executeScript(program, { chunkName: '=chunk' }));
    const { looks } = this.injector;
    for (let i = 0; i < 4; i++) {
      const at = random.between(0, looks);
      const fault = anyFault(random);
      this.injected++;
      this.lua.reset();
      this.injector.arm(at, fault);
      const error = caughtFrom(() => this.lua.executeScript(program, { chunkName: '=chunk' }));
      this.injector.disarm();
      const where = `${JSON.stringify(fault)} at look ${at}`;
      if (error !== undefined && (error instanceof LuaStateError || !(error instanceof LuaError)))
        return { what: `${where}: ${String(error)}`, details: program };
      const next = caughtFrom(() => this.lua.executeScript('return { #("x"):rep(100) }'));
      if (next !== undefined) return { what: `after ${where}: ${String(next)}`, details: program };
    }
    return undefined;
  }
}

function anyFault(random: Random): Fault {
  const kind = random.pick(['no memory', 'little memory', 'little memory', 'abort'] as const);
  if (kind !== 'little memory') return { kind };
  return { kind, bytes: random.pick([8, 16, 24, 40, 64, 100, 200, 500, 1000, 4000, 20_000]) };
}
