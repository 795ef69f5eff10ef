import { Field, Verdict } from '../../src/engine/abi.ts';
import type { LuaContext } from '../../src/index.ts';

/** What happens at the look that is chosen; the limits of the context have to look at every instruction. */
export type Fault =
  /** Until the next look no allocation succeeds, whatever the collector frees. */
  | { readonly kind: 'no memory' }
  /** Until the next look only so many bytes more can be had. */
  | { readonly kind: 'little memory'; readonly bytes: number }
  | { readonly kind: 'abort' };

/** Makes the engine fail at chosen looks. Costs the engine nothing: it uses the limits that are there. */
export class Injector {
  /** Looks since `arm`. */
  looks = 0;
  private at = Number.POSITIVE_INFINITY;
  private fault: Fault = { kind: 'abort' };

  constructor(lua: LuaContext) {
    const { governor, engine } = lua['core'].state;
    const look = governor.look.bind(governor);
    const begin = governor.begin.bind(governor);
    const limit = engine.get(Field.memoryLimit);
    const strike = () => {
      const { fault } = this;
      const used = engine.get(Field.memoryUsed);
      if (fault.kind === 'abort') governor.cancel();
      else engine.set(Field.memoryLimit, fault.kind === 'no memory' ? 0 : used + fault.bytes);
    };
    governor.begin = (...args) => {
      begin(...args);
      engine.set(Field.memoryLimit, limit);
      if (this.at === 0) strike(); // what the host passes in comes before the first look
    };
    governor.look = (mayEnter) => {
      engine.set(Field.memoryLimit, limit);
      if (++this.looks === this.at) strike();
      const verdict = look(mayEnter);
      return verdict === Verdict.warn ? Verdict.goOn : verdict;
    };
  }

  /** From now on, until it is armed anew. */
  arm(at: number, fault: Fault): void {
    this.looks = 0;
    this.at = at;
    this.fault = fault;
  }

  disarm(): void {
    this.arm(Number.POSITIVE_INFINITY, { kind: 'abort' });
  }
}
