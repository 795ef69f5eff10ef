import type { HostFunction } from '../bridge/values.ts';
import { conversionMessage } from './errors.ts';
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

const methodPrefix = { 'Host function': '', Method: 'method ' } as const;

/** What scripts call in the place of the host's functions: no result is nil, as in lua-native. */
export class HostFunctions {
  private readonly session: Session;
  private readonly adapted = new WeakMap<HostFunction, HostFunction>();
  private readonly originals = new WeakMap<HostFunction, HostFunction>();
  /** Those of the metatables of userdata. */
  private readonly accessors = new WeakSet<HostFunction>();
  private labels = new WeakMap<HostFunction, Label>();
  private unnamed = 0;
  /** What functions of the host's are called that scripts were given in the present state. */
  private readonly names = new Set<string>();
  /** How many metatables, whose functions are named after their numbers. */
  metatables = 0;
  /** Of the functions being made for the host, and not by it. */
  private made: Label | undefined;

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
    this.originals.set(adapted, fn);
    return adapted;
  }

  /** Whether this is what scripts call in the place of a function of the host's. */
  has(fn: unknown): boolean {
    return typeof fn === 'function' && this.adapted.get(fn as HostFunction) === fn;
  }

  /** @param name what messages are to call the function, unless it has such a name already */
  name(fn: unknown, name: string, kind: Label['kind'] = 'Host function'): void {
    if (typeof fn !== 'function' || this.labels.has(fn as HostFunction)) return;
    this.labels.set(fn as HostFunction, { kind, name });
    this.names.add(name);
  }

  /** @param prefix what the names of all functions among the values begin with, before their keys */
  nameAll(values: object | null | undefined, prefix: string, kind?: Label['kind']): void {
    for (const [key, value] of Object.entries(values ?? {})) this.name(value, `${prefix}${key}`, kind);
  }

  /** Does something whose functions that are not named yet count as one, which has this name. */
  makeNamed(name: string, work: () => void): void {
    this.made = { kind: 'Host function', name };
    try {
      work();
    } finally {
      this.made = undefined;
    }
  }

  /** How many functions scripts were given, those of one name counted once. */
  get count(): number {
    return this.names.size;
  }

  /** The state is new: no script has any function. */
  forget(): void {
    this.labels = new WeakMap();
    this.names.clear();
  }

  /** What scripts are told of arguments or a result that cannot be converted: text, as in lua-native. */
  refusal(message: string, adapted: HostFunction): string {
    const said = conversionMessage(message, { name: 'value' });
    const { kind, name } = this.labelOf(this.originals.get(adapted) ?? adapted);
    if (!message.startsWith('strict')) return `${kind} '${name}' threw an exception: ${said}`;
    const isResult = /^strict conversion: (?:null|undefined) /.test(message);
    const what = isResult ? 'return value from' : 'arguments for';
    return `Error converting ${what} ${methodPrefix[kind]}'${name}': ${said}`;
  }

  private make(fn: HostFunction): HostFunction {
    const { session, made } = this;
    if (made && !this.labels.has(fn)) {
      this.labels.set(fn, made);
      if (['__index', '__newindex'].includes(fn.name)) this.accessors.add(fn);
    } else this.labelOf(fn);
    return (...args) => {
      if (session.run === 'worker') {
        throw this.refusalInWorker(fn, args);
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

  /** As if the script were in a thread of its own, where nothing of the host's is in reach. */
  private refusalInWorker(fn: HostFunction, args: readonly unknown[]): string {
    const { kind, name } = this.labelOf(fn);
    if (!this.accessors.has(fn)) {
      return `JS callbacks are not available in async mode (called ${methodPrefix[kind]}'${name}')`;
    }
    const access = args.length > 2 ? 'writing' : 'reading';
    return `property access is not available in async mode (${access} '${args[1]}')`;
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
