import type { HostFunction } from '../bridge/values.ts';
import type { Session } from './session.ts';

const own = new WeakSet<HostFunction>();

/** A function of this layer itself, which scripts may call in every kind of run. */
export function ownFunction<F extends HostFunction>(fn: F): F {
  own.add(fn);
  return fn;
}

/** What scripts call in the place of the host's functions: no result is nil, as in lua-native. */
export class HostFunctions {
  private readonly session: Session;
  private readonly adapted = new WeakMap<HostFunction, HostFunction>();

  constructor(session: Session) {
    this.session = session;
  }

  adapt(fn: HostFunction): HostFunction {
    if (own.has(fn)) return fn;
    const known = this.adapted.get(fn);
    if (known) return known;
    const adapted = this.make(fn);
    this.adapted.set(fn, adapted);
    this.adapted.set(adapted, adapted); // it may come back from Lua
    return adapted;
  }

  private make(fn: HostFunction): HostFunction {
    const { session } = this;
    return (...args) => {
      if (session.run === 'worker') throw new Error('JS callbacks are not available in async mode');
      session.callbacks++;
      try {
        const result = fn(...args);
        if (result === undefined) return null;
        return result instanceof Promise ? this.awaited(result) : result;
      } finally {
        session.callbacks--;
      }
    };
  }

  private awaited(promise: Promise<unknown>): Promise<unknown> {
    if (this.session.run === 'main') return this.session.settle(promise);
    promise.catch(() => {}); // it is no concern of the process
    throw new Error(
      'a host function returned a Promise, which synchronous Lua cannot await: use execute_async, call_async or resume_async',
    );
  }
}
