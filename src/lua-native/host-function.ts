import type { HostFunction } from '../bridge/values.ts';
import { propertyRefusal } from './property-error.ts';
import type { Session } from './session.ts';
import { thrownText } from './thrown-text.ts';

const own = new WeakSet<HostFunction>();

/** A function of this layer itself, which scripts may call in every kind of run. */
export function ownFunction<F extends HostFunction>(fn: F): F {
  own.add(fn);
  return fn;
}

/** What messages call a function of the host's. */
interface Label {
  readonly kind: 'Host function' | 'Method';
  readonly name: string;
}

/** What scripts call in the place of the host's functions: no result is nil, as in lua-native. */
export class HostFunctions {
  private readonly session: Session;
  private readonly adapted = new WeakMap<HostFunction, HostFunction>();
  private readonly labels = new WeakMap<HostFunction, Label>();
  private unnamed = 0;

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

  /** Whether this is what scripts call in the place of a function of the host's. */
  has(fn: unknown): boolean {
    return typeof fn === 'function' && this.adapted.get(fn as HostFunction) === fn;
  }

  /** @param name what messages are to call the function, unless it has such a name already */
  name(fn: unknown, name: string, kind: Label['kind'] = 'Host function'): void {
    if (typeof fn === 'function' && !this.labels.has(fn as HostFunction)) {
      this.labels.set(fn as HostFunction, { kind, name });
    }
  }

  private make(fn: HostFunction): HostFunction {
    const { session } = this;
    return (...args) => {
      if (session.run === 'worker') {
        throw `JS callbacks are not available in async mode (called '${this.labelOf(fn).name}')`;
      }
      session.callbacks++; // and not callBack: this is done often
      try {
        const result = fn(...args);
        if (result === undefined) return null;
        return result instanceof Promise ? this.awaited(fn, result) : result;
      } catch (error) {
        throw this.thrown(fn, error);
      } finally {
        session.callbacks--;
      }
    };
  }

  /** What is no object gets to scripts as text, which says whence it comes. */
  private thrown(fn: HostFunction, error: unknown): unknown {
    if ((typeof error === 'object' && error !== null) || typeof error === 'function') {
      return propertyRefusal(error) ?? error;
    }
    const { kind, name } = this.labelOf(fn);
    return `${kind} '${name}' threw an exception: ${thrownText(error)}`;
  }

  private awaited(fn: HostFunction, promise: Promise<unknown>): Promise<unknown> {
    if (this.session.run === 'main') return this.session.settle(promise);
    promise.catch(() => {}); // it is no concern of the process
    throw (
      `'${this.labelOf(fn).name}' returned a Promise; call it inside execute_async(), call_async(), or resume_async() ` +
      'to await it'
    );
  }

  private labelOf(fn: HostFunction): Label {
    const known = this.labels.get(fn);
    if (known) return known;
    this.name(fn, `__js_callback_${++this.unnamed}`);
    return this.labelOf(fn);
  }
}
