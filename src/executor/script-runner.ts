import type { LuaInput } from '../bridge/values.ts';
import { LuaContext, type LuaGlobals } from '../context/lua-context.ts';
import type { ResourceWarning } from '../limits/governor.ts';
import { carry } from './carried-error.ts';
import { CleanContext } from './clean-context.ts';
import { checkCloneable } from './cloneable.ts';
import type { HostCalls } from './host-calls.ts';
import type { ExecutionReport, Job, Reply, Script, WorkerStart } from './job.ts';
import { Lanes } from './lanes.ts';
import { LineTrace } from './line-trace.ts';

/** Runs scripts one after the other inside a worker, each in a state like new. */
export class ScriptRunner {
  private readonly start: WorkerStart;
  private readonly globals: LuaGlobals;
  private readonly calls: HostCalls;
  private readonly lanes: Lanes;
  private readonly signal: AbortSignal;
  private job: Job | undefined;
  private warnings: ResourceWarning[] = [];
  private readonly trace: LineTrace | undefined;
  private readonly context: CleanContext;
  /** For bytecode, which the host has compiled; scripts of the other context cannot load any. */
  private readonly trusted: CleanContext;
  /** Whether functions of the host may return promises, for which scripts wait. */
  private readonly waits: boolean;

  /**
   * @param globals what every script finds as global variables
   * @param calls the calls of the main thread's functions that are under way
   */
  constructor(start: WorkerStart, globals: LuaGlobals, calls: HostCalls) {
    this.start = start;
    this.globals = { ...globals, ...calls.functions };
    this.calls = calls;
    this.waits = start.hostNames.length > 0 || Object.values(globals).some(isAsync);
    this.lanes = new Lanes(start.lanes);
    this.trace = start.enableDebugHook ? new LineTrace() : undefined;
    this.signal = this.openSignal();
    this.context = new CleanContext(() => this.openContext(false));
    this.trusted = new CleanContext(() => this.openContext(true));
  }

  run(job: Job): Reply | Promise<Reply> {
    this.job = job;
    this.lanes.start(job.lane, job.number);
    this.calls.begin({ lane: job.lane, number: job.number });
    try {
      for (const [name, value] of Object.entries(job.globals ?? {})) {
        this.contextOf(job).lua.setGlobal(name, value as LuaInput);
      }
      const value = this.runScript(job);
      if (!(value instanceof Promise)) return this.finish(job, this.success(job, value));
      return value.then(
        (settled) => this.finish(job, this.success(job, settled)),
        (error) => this.finish(job, this.failure(job, error)),
      );
    } catch (error) {
      return this.finish(job, this.failure(job, error));
    }
  }

  /** The main thread has aborted a job by its number: it may be the one that waits for a promise. */
  wake(job: number): void {
    if (this.job?.number === job) this.signal.dispatchEvent(new Event('abort'));
  }

  private success(job: Job, value: unknown): Reply {
    try {
      checkCloneable(value);
      return { ok: true, value, ...this.report(job) };
    } catch (error) {
      return this.failure(job, error);
    }
  }

  private failure(job: Job, error: unknown): Reply {
    return { ok: false, error: carry(error, chunkNameOf(job)), ...this.report(job) };
  }

  /** What the script did is gone before its result is told. */
  private finish(job: Job, reply: Reply): Reply {
    this.job = undefined;
    this.calls.forget();
    this.contextOf(job).clean();
    this.lanes.finish(job.lane, job.number);
    return reply;
  }

  private contextOf({ script }: Job): CleanContext {
    return isBytecode(script) ? this.trusted : this.context;
  }

  private runScript(job: Job): unknown {
    const { script, args, limits, chunkName } = job;
    const { waits } = this;
    const { lua } = this.contextOf(job);
    const options = {
      ...(waits && { sliceMs: Number.POSITIVE_INFINITY }), // the event loop has nothing else to do
      signal: this.signal,
      ...(args && { args }),
      ...(chunkName !== undefined && { chunkName }),
      ...(limits && { profile: 'unlimited' as const, limits }),
    };
    if (typeof script === 'string' || script instanceof Uint8Array) {
      return waits ? lua.executeScriptAsync(script, options) : lua.executeScript(script, options);
    }
    if ('file' in script) {
      return waits ? lua.executeFileAsync(script.file, options) : lua.executeFile(script.file, options);
    }
    const chunk = lua.loadBytecode(script.bytecode, chunkName);
    const call = 'local chunk = ... return chunk(select(2, ...))';
    const callOptions = { ...options, chunkName: '=(bytecode)', args: [chunk, ...(args ?? [])] };
    return waits ? lua.executeScriptAsync(call, callOptions) : lua.executeScript(call, callOptions);
  }

  private report(job: Job): ExecutionReport {
    const { warnings, trace } = this;
    const { usage, cpuProfile } = this.contextOf(job).lua;
    if (warnings.length > 0) this.warnings = [];
    const isProfiled = (job.limits ?? this.start.limits).enableProfiling === true;
    return {
      usage,
      warnings,
      ...(isProfiled && cpuProfile && { profile: cpuProfile }),
      ...(trace && { trace: trace.take() }),
    };
  }

  private openContext(allowBytecode: boolean): LuaContext {
    const { limits, libraries, modules, binaryStrings } = this.start;
    const lua = new LuaContext(this.globals, {
      profile: 'unlimited',
      ...limits,
      libraries,
      allowBytecode,
      binaryStrings,
      onWarning: (warning) => this.warnings.push(warning),
    });
    for (const [name, source] of Object.entries(modules)) {
      lua.registerModule(name, () => lua.executeScript(source, { chunkName: `=${name}` }));
    }
    const { trace } = this;
    if (trace) lua.setHook((_event, line, name) => trace.note(line, name), { line: true });
    return lua;
  }

  /** A signal that is aborted when the main thread has said so in shared memory: no event loop is needed. */
  private openSignal(): AbortSignal {
    const { signal } = new AbortController();
    const get = () => this.job !== undefined && this.lanes.isAborted(this.job.lane, this.job.number);
    return Object.defineProperty(signal, 'aborted', { get });
  }
}

function isAsync(value: unknown): boolean {
  return typeof value === 'function' && Object.prototype.toString.call(value) === '[object AsyncFunction]';
}

function isBytecode(script: Script): script is { readonly bytecode: Uint8Array } {
  return typeof script === 'object' && 'bytecode' in script;
}

function chunkNameOf({ chunkName, script }: Job): string {
  if (chunkName !== undefined) return chunkName;
  if (typeof script === 'string') return script;
  return 'file' in script ? `@${script.file}` : '=(bytes)';
}
