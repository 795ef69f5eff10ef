import type { Converters } from '../bridge/conversion.ts';
import { CorruptStateError } from '../bridge/corrupt-state.ts';
import type { Decoder } from '../bridge/decoder.ts';
import type { Dialect } from '../bridge/dialect.ts';
import { type Encoder, inputMemoryError } from '../bridge/encoder.ts';
import { LuaConversionError, LuaStateError } from '../bridge/errors.ts';
import type { HostObjects } from '../bridge/host-objects.ts';
import { MultipleResults } from '../bridge/multiple-results.ts';
import { decodeText } from '../bridge/text.ts';
import type { HostFunction } from '../bridge/values.ts';
import { HostCall, serviceCount, Verdict } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import type { Governor } from '../limits/governor.ts';
import type { Activity } from './activity.ts';
import { type Executing, Execution, enterExecution } from './execution.ts';
import type { HostHook } from './hooks.ts';
import type { HostServices } from './host-services.ts';
import { isPromise, type Settlement } from './settlement.ts';

/** What the calls need of the state that they come from. */
export interface HostCallContext {
  readonly engine: Engine;
  readonly governor: Governor;
  readonly activity: Activity;
  readonly hosts: HostObjects;
  readonly converters: Converters;
  readonly services: HostServices;
  readonly hook: HostHook;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  readonly dialect: Dialect;
}

/** The ways out of Lua: whatever happens in the host becomes a value for the engine to return. */
export class HostCalls implements Executing {
  private readonly engine: Engine;
  private readonly governor: Governor;
  private readonly activity: Activity;
  private readonly hosts: HostObjects;
  private readonly converters: Converters;
  private readonly services: HostServices;
  private readonly hook: HostHook;
  private readonly encoder: Encoder;
  private readonly decoder: Decoder;
  private readonly dialect: Dialect;

  constructor(context: HostCallContext) {
    this.engine = context.engine;
    this.governor = context.governor;
    this.activity = context.activity;
    this.hosts = context.hosts;
    this.converters = context.converters;
    this.services = context.services;
    this.hook = context.hook;
    this.encoder = context.encoder;
    this.decoder = context.decoder;
    this.dialect = context.dialect;
  }

  get execution(): Execution {
    this.activity.execution ??= new Execution(() => this.governor.remaining);
    return this.activity.execution;
  }

  /** A function of the host's, or a service of a library, called by Lua. */
  call(id: number, count: number): number {
    const { governor } = this;
    this.activity.needsSettling = true;
    if (this.hosts.hasFresh) this.hosts.settle(); // what Lua had no memory for must not pile up until the execution is over
    const previous = enterExecution(this);
    try {
      const result =
        id < serviceCount
          ? this.services.serve(id, count, this.decoder, governor)
          : this.callWithSlots(this.functionOf(id), count);
      if (this.activity.failure !== undefined) throw this.activity.failure;
      if (governor.ended) return HostCall.ended;
      governor.hostReturned();
      if (id < serviceCount) {
        this.encoder.begin();
        this.encoder.writeAll(result as readonly unknown[]);
        return (result as readonly unknown[]).length;
      }
      if (typeof result === 'object' && isPromise(result)) return this.waitFor(result, this.functionOf(id));
      this.encoder.begin();
      return this.writeResult(result);
    } catch (error) {
      return this.writeThrown(LuaConversionError.isOne(error) ? this.refusal(error, id) : error);
    } finally {
      enterExecution(previous);
    }
  }

  /** The debug hook: what it throws ends the execution. */
  callHook(event: number, line: number, name: number, size: number): number {
    const { governor, activity } = this;
    try {
      this.hook.call(event, line, () => (size === 0 ? '' : decodeText(this.engine.u8, name, size)));
      if (activity.failure !== undefined) throw activity.failure;
      governor.hostReturned();
    } catch (error) {
      if (activity.failure !== undefined) throw activity.failure;
      governor.fail(error);
    }
    return governor.ended ? Verdict.end : Verdict.goOn;
  }

  /** What a promise came to that Lua waits for, as a call returns it. */
  writeSettlement(settled: Settlement): number {
    if (settled.status === 'rejected') return this.writeThrown(settled.reason);
    try {
      return this.writeResult(settled.value);
    } catch (error) {
      return this.writeThrown(error);
    }
  }

  /** The next warning for the script: its utilization and resource, or none. */
  writeWarning(): number {
    const warning = this.governor.takeWarning();
    if (!warning) return 0;
    this.encoder.begin();
    this.encoder.write(warning.utilization);
    this.encoder.write(warning.resource);
    return 1;
  }

  private functionOf(id: number): HostFunction {
    const host = this.hosts.get(id);
    if (typeof host === 'function') return host as HostFunction;
    throw new CorruptStateError('the engine called what is no function of the host');
  }

  /** Spreading an array costs more than the rest of a call with few arguments. */
  private callWithSlots(host: HostFunction, count: number): unknown {
    const { decoder } = this;
    this.activity.unawaited.check(host);
    decoder.begin();
    // converters may enter Lua, so everything is read before the first of them runs
    switch (this.converters.hasFromLua ? Number.NaN : count) {
      case 0:
        return host();
      case 1:
        return host(decoder.next());
      case 2:
        return host(decoder.next(), decoder.next());
      case 3:
        return host(decoder.next(), decoder.next(), decoder.next());
      default:
        return host(...decoder.readAll(count));
    }
  }

  private waitFor(promise: Promise<unknown>, host: HostFunction): number {
    const { activity } = this;
    activity.unawaited.add(promise, host); // it is no concern of the process if it is rejected after the script's end
    if (activity.asynchronous === undefined) {
      throw new LuaStateError(
        'a host function returned a promise, for which only an asynchronous execution can wait: use executeScriptAsync',
      );
    }
    if (activity.asynchronous === 'waiting') {
      throw new LuaStateError(
        'a host function returned a promise to a function that was called while the execution waits for another: only the execution itself can wait',
      );
    }
    activity.promise = promise;
    return HostCall.wait;
  }

  /** @returns how many values there are */
  private writeResult(result: unknown): number {
    if (result === undefined) return 0;
    if (typeof result === 'object' && result instanceof MultipleResults) {
      this.encoder.writeAll(result.values);
      return result.values.length;
    }
    this.encoder.write(result);
    return 1;
  }

  private refusal(error: LuaConversionError, id: number): unknown {
    return id < serviceCount ? error : this.dialect.refusedConversion(error, this.functionOf(id));
  }

  private writeThrown(error: unknown): number {
    const { activity } = this;
    if (CorruptStateError.isOne(error)) activity.failure ??= error;
    // of a broken state no frame must go on: this exception, and no other, takes all of them away
    if (activity.failure !== undefined) throw activity.failure;
    if (this.governor.ended) return HostCall.ended;
    if (error === inputMemoryError) return HostCall.memoryError;
    try {
      this.encoder.begin();
      this.encoder.writeThrown(error);
    } catch {
      this.encoder.begin();
      this.encoder.write('not enough memory for the error of a host function');
    }
    return HostCall.error;
  }
}
