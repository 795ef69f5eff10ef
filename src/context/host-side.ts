import type { HostClasses } from './classes.ts';
import { functionsIn, HostNames } from './host-names.ts';
import type { SharedTableHub } from './shared-table.ts';
import type { State } from './state.ts';

/** Something that the host put into a context, and that a reset puts there again. */
interface Registration {
  readonly apply: (classes: HostClasses, state: State) => void;
  /** Its functions and objects, by the names under which a restored snapshot finds them. */
  readonly named: Iterable<readonly [string, object]>;
}

/** All that the host gave to a context, which outlasts each of its states. */
export class HostSide {
  private readonly globals: Readonly<Record<string, unknown>>;
  private readonly shared: Readonly<Record<string, SharedTableHub>>;
  private readonly registrations: Map<string, Registration>;
  /** Functions that were set as globals later: not put back by a reset, but found by name. */
  private readonly functions: Map<string, object>;
  private known: HostNames | undefined;

  constructor(
    globals: Readonly<Record<string, unknown>>,
    shared: Readonly<Record<string, SharedTableHub>>,
    from?: HostSide,
  ) {
    this.globals = globals;
    this.shared = shared;
    this.registrations = new Map(from?.registrations);
    this.functions = new Map(from?.functions);
  }

  /** The same for a context of its own. */
  copy(): HostSide {
    return new HostSide(this.globals, this.shared, this);
  }

  register(key: string, registration: Registration): void {
    this.registrations.set(key, registration);
    this.known = undefined;
  }

  /** @returns whether there were any */
  forgetUserdata(): boolean {
    const keys = [...this.registrations.keys()].filter((key) => /^(userdata|class) /.test(key));
    for (const key of keys) this.registrations.delete(key);
    this.known = undefined;
    return keys.length > 0;
  }

  /** Remembers where a function was given, if that is what was. */
  noteGlobal(path: string, value: unknown): void {
    if (typeof value === 'function') this.functions.set(path, value);
    else if (!this.functions.delete(path)) return;
    this.known = undefined;
  }

  /** Puts all that is not shared into a new state. */
  apply(state: State, classes: HostClasses): void {
    for (const [name, value] of Object.entries(this.globals)) state.setGlobal([name], value);
    for (const { apply } of this.registrations.values()) apply(classes, state);
  }

  /** The tables that are shared are the host's to change, so each state starts with their present values. */
  applyShared(state: State): void {
    for (const [name, table] of Object.entries(this.shared)) state.setGlobal([name], table.value);
  }

  names(classes: HostClasses): HostNames {
    this.known ??= new HostNames(this.named(classes));
    return this.known;
  }

  private *named(classes: HostClasses): Generator<readonly [string, object]> {
    for (const [name, value] of Object.entries(this.globals)) yield* functionsIn(name, value);
    yield* this.functions;
    for (const { named } of this.registrations.values()) yield* named;
    yield* classes.named();
  }
}
