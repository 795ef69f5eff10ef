import { LuaStateError } from '../bridge/errors.ts';
import type { Door } from '../engine/abi.ts';
import { HostClasses } from './classes.ts';
import { type Copyable, copyOf, ownObjects, restoreCopy } from './copying.ts';
import { HostServices } from './host-services.ts';
import { HostSide } from './host-side.ts';
import type { ResolvedContextOptions } from './options.ts';
import type { SnapshotContent } from './snapshot-content.ts';
import { State } from './state.ts';

/** What a context is made of: its state, and what the host gave to it, which outlasts each of its states. */
export class ContextCore {
  readonly options: ResolvedContextOptions;
  readonly host: HostSide;
  /** Shared with forks, which have the same functions and objects of the host. */
  private readonly lineage: object;
  private classes: HostClasses;
  private current: State | undefined;
  /** The state as the host set it up, which a reset goes back to; taken by the first. */
  private base: SnapshotContent | undefined;

  /** @param from a core, and a copy of its state, to go on from */
  constructor(
    options: ResolvedContextOptions,
    globals: Readonly<Record<string, unknown>>,
    from?: { readonly core: ContextCore; readonly copy: SnapshotContent },
  ) {
    this.options = options;
    this.host = from?.core.host.copy() ?? new HostSide({ ...globals }, options.shared);
    const services = new HostServices(options.print, from?.core.services);
    this.lineage = from?.core.lineage ?? {};
    const state = new State(options, services, from?.copy.state.memory);
    this.current = state;
    this.classes = new HostClasses(state);
    state.rebuild = () => this.rebuild();
    if (from) this.goOnFrom(from.copy, from.core.state);
    else state.setUp(() => this.setGlobals());
  }

  /** @throws LuaStateError after `dispose` */
  get state(): State {
    if (!this.current) throw new LuaStateError('this LuaContext has been disposed');
    return this.current;
  }

  /** @throws LuaStateError after `dispose` */
  get services(): HostServices {
    return this.state.services;
  }

  /** @throws LuaStateError while a script is running, saying what cannot be done */
  idleState(purpose: string): State {
    const { state } = this;
    if (state.isRunning)
      throw new LuaStateError(`a context cannot ${purpose} while a script is running in it`);
    return state;
  }

  /** @throws LuaStateError while a script is running, saying what cannot be done */
  copyable(purpose: string): Copyable {
    const { classes, options, lineage } = this;
    const names = () => this.host.names(classes);
    return { state: this.idleState(purpose), classes, options, lineage, names };
  }

  fork(): ContextCore {
    const copy = copyOf(this.copyable('be forked'), true);
    return new ContextCore(this.options, {}, { core: this, copy });
  }

  restore(copy: SnapshotContent): void {
    restoreCopy(this.copyable('be restored'), copy);
    this.state.installHook();
  }

  /** The state as the host set it up. */
  rebuild(): void {
    const { state } = this;
    if (this.base) {
      restoreCopy(this.copyable('be reset'), this.base);
      state.seedRandom();
    } else {
      state.reset();
      this.classes = new HostClasses(state);
      state.setUp(() => this.host.apply(state, this.classes));
      this.base = copyOf(this.copyable('be reset'));
    }
    state.setUp(() => this.host.applyShared(state));
    state.installHook();
  }

  dispose(): void {
    if (this.current?.isRunning)
      throw new LuaStateError('a context cannot be disposed while a script is running in it');
    this.current?.closeFiles();
    this.current?.references.clear();
    this.current = undefined;
    this.base = undefined;
  }

  /** @param named its functions and objects, by the names under which a restored snapshot finds them */
  register(
    key: string,
    apply: (classes: HostClasses, state: State) => void,
    named: Iterable<readonly [string, object]> = [],
  ): void {
    apply(this.classes, this.state);
    this.host.register(key, { apply, named: [...named] });
    this.base = undefined;
  }

  /** Gives scripts what the host offers them besides their libraries. */
  openDoor(
    key: string,
    door: (typeof Door)[keyof typeof Door],
    named?: Iterable<readonly [string, object]>,
  ): void {
    this.register(key, (_classes, state) => state.openDoor(door), named);
  }

  /** Userdata and classes do not survive the next reset. */
  forgetUserdata(): void {
    if (this.host.forgetUserdata()) this.base = undefined;
  }

  /** Sets a global that is shared, unless the state is busy or disposed. */
  receiveShared(name: string, value: object): 'busy' | 'disposed' | undefined {
    const { current } = this;
    if (!current) return 'disposed';
    if (current.isRunning) return 'busy';
    current.setGlobal([name], value); // under the limits: a script's metamethods may run
    return undefined;
  }

  private setGlobals(): void {
    this.host.apply(this.state, this.classes);
    this.host.applyShared(this.state);
  }

  private goOnFrom(copy: SnapshotContent, from: State): void {
    const { state } = this;
    state.adopt({ ...copy.state, hosts: ownObjects(copy, this.classes) });
    if (copy.live) this.classes.restore(copy.live.classes);
    state.converters.addAll(from.converters);
    state.hook.adopt(from.hook);
    state.installHook();
    if (this.options.seed === undefined) state.seedRandom();
  }
}
