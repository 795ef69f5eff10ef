import { type LuaContext, LuaError, LuaStateError } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import { everyFeature, openForFaults } from './every-feature.ts';
import { type Fault, Injector } from './injector.ts';

const everyLook = { checkInterval: 1, maxInstructions: 5_000_000, timeout: '20s' } as const;

/** A context in which the same script fails at one place after another. */
export class Sweep {
  readonly lua: LuaContext;
  /** How many faults have been injected. */
  injected = 0;
  private readonly injector: Injector;
  /** What JavaScript's collector would give up in its time. */
  private readonly received: unknown[] = [];
  private hostCallsLeft = Number.POSITIVE_INFINITY;

  constructor() {
    this.lua = openForFaults(everyLook, (received) => {
      this.received.push(...received);
      if (--this.hostCallsLeft === 0) throw new TypeError('injected');
    });
    this.injector = new Injector(this.lua);
  }

  /** In how many places the script can fail. */
  countLooks(): number {
    this.injector.disarm();
    this.execute();
    return this.injector.looks;
  }

  countHostCalls(): number {
    this.hostCallsLeft = Number.MAX_SAFE_INTEGER;
    this.execute();
    return Number.MAX_SAFE_INTEGER - this.hostCallsLeft;
  }

  /** @throws if the script ends otherwise than by an error of Lua's or a return, or the context is broken after */
  inject(at: number, fault: Fault): void {
    this.injected++;
    this.injector.arm(at, fault);
    const error = caughtFrom(() => this.execute());
    this.injector.disarm();
    this.check(error, `${JSON.stringify(fault)} at look ${at}`);
  }

  injectThrow(at: number): void {
    this.injected++;
    this.hostCallsLeft = at;
    const error = caughtFrom(() => this.execute());
    this.hostCallsLeft = Number.POSITIVE_INFINITY;
    if (!(error instanceof TypeError && error.message === 'injected'))
      this.check(error, `throw at call ${at}`);
  }

  /** Bytes in use once all garbage has been collected. */
  settledMemory(): number {
    // a stack that was deep shrinks by halves; what JavaScript no longer holds is released at an entry
    this.lua.executeScript('for i = 1, 20 do collectgarbage() end');
    return this.lua.getMemoryUsage();
  }

  private execute(): void {
    try {
      const { f, co } = this.lua.executeScript<{ f: object; co: object }>(everyFeature, {
        chunkName: '=every',
      });
      this.received.push(f, co);
    } finally {
      for (const value of this.received.splice(0)) if (isObject(value)) this.lua.release(value);
    }
  }

  private check(error: unknown, where: string): void {
    if (error instanceof LuaStateError || !(error === undefined || error instanceof LuaError)) {
      throw new Error(`${where}: ${String(error)}`, { cause: error });
    }
    const next = caughtFrom(() => this.lua.executeScript('return { #("x"):rep(100), pcall(error, {}) }'));
    if (next !== undefined) throw new Error(`after ${where}: ${String(next)}`, { cause: next });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
