import { Field, Verdict } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import type { CpuProfile } from '../profiling/cpu-profile.ts';
import { Profiler } from '../profiling/profiler.ts';
import { type LimitedResource, LuaLimitError } from './limit-error.ts';
import type { ResolvedLimits } from './script-limits.ts';

/** A limit that is near: told once for each resource and execution. */
export interface ResourceWarning {
  readonly resource: 'instructions' | 'memory' | 'time';
  /** Instructions, bytes or milliseconds. */
  readonly used: number;
  readonly limit: number;
  /** used / limit. */
  readonly utilization: number;
}

/** What an execution used. */
export interface Usage {
  /** Bytecode slots passed, plus rounds of loops in library functions. */
  readonly instructions: number;
  /** The most bytes of Lua heap in use at any time. */
  readonly peakMemory: number;
  /** Milliseconds of wall clock; 0 for the call of a function that ended before the clock was first read. */
  readonly wallTime: number;
}

/** What an execution may still use. */
export interface Budget {
  readonly instructions: number;
  /** Bytes of Lua heap. */
  readonly memory: number;
  /** Milliseconds. */
  readonly time: number;
}

/** Bounds of the interval `'auto'`: even the costliest instructions fill a slice of the longest in few ms. */
const shortestInterval = 1_000;
const longestInterval = 100_000;
const firstInterval = 10_000;
const aimedMilliseconds = 1;
/** This near to its timeout a script is looked at at least every `shortestInterval` instructions. */
const narrowMilliseconds = 3;
/** Host calls between looks at the clock, when they are quick. */
const mostHostCalls = 16;

const noMemoryWarning = 0xffff_ffff;

/** Thrown through the VM's own frames, which leaves its state torn: it has to be set back to an image. */
export class TornStateError extends Error {}

/**
 * Enforces the limits of one execution at a time. The VM runs on slices of instructions that the governor
 * grants; when one is used up the VM asks (`look`), and the governor grants another or ends the execution.
 */
export class Governor {
  /** Why the present execution has ended; set until the outermost entry has been left. */
  ended: LimitedResource | undefined;
  /** What the host's onWarning or its debug hook threw, which ends the execution. */
  failure: { readonly error: unknown } | undefined;

  /** Of the last execution that was profiled. */
  profile: CpuProfile | undefined;

  private readonly engine: Engine;
  private readonly onWarning: ((warning: ResourceWarning) => void) | undefined;
  private limits!: ResolvedLimits;
  /** Whether the engine does not know the limits. */
  private isEngineNew = true;
  /** The limits for which everything here is as an execution under them begins; nothing once one has used it. */
  private freshFor: ResolvedLimits | undefined;
  private signal: AbortSignal | undefined;
  private cancelled = false;
  /** Instructions granted since the start of the execution. */
  private granted = 0;
  private usedAtEnd = 0;
  private keptUsage: Usage = { instructions: 0, peakMemory: 0, wallTime: 0 };
  /** Where the figures of `usage` are: in the engine, where an execution that was not looked at leaves them too. */
  private account: 'open' | 'unread' | 'kept' = 'kept';
  /** NaN until the clock is first read. */
  private startTime = 0;
  private lastLook = 0;
  /** Since when the clock stands still, if it does. */
  private stoppedAt: number | undefined;
  private interval = firstInterval;
  private firstInterval = firstInterval;
  private firstSlice = firstInterval;
  /** When the present time slice ends, by the clock; never for synchronous executions. */
  private pauseTime = Number.POSITIVE_INFINITY;
  private hostCallInterval = 1;
  private hostCallsLeft = 1;
  private warned = new Set<string>();
  /** Whether one is due that could not be told, since values were crossing. */
  isWarningLate = false;
  private isTellingLate = false;
  private waiting: ResourceWarning[] = [];
  private profiler: Profiler | undefined;

  constructor(engine: Engine, onWarning: ((warning: ResourceWarning) => void) | undefined) {
    this.engine = engine;
    this.onWarning = onWarning;
  }

  /** What the last execution used, or the one under way has used so far. */
  get usage(): Usage {
    return this.account === 'kept' ? this.keptUsage : this.readUsage();
  }

  /** Before something that does not count as an execution changes what the engine has of the last one. */
  keepUsage(): void {
    if (this.account !== 'unread') return;
    this.keptUsage = this.readUsage();
    this.account = 'kept';
  }

  private readUsage(): Usage {
    return {
      instructions: this.instructionsUsed(),
      peakMemory: this.engine.get(Field.memoryPeak),
      wallTime: Number.isNaN(this.startTime) ? 0 : (this.stoppedAt ?? performance.now()) - this.startTime,
    };
  }

  /** Starts an execution whose time is taken to begin at the first look, which spares short ones the clock. */
  begin(limits: ResolvedLimits): void {
    if (this.freshFor !== limits) this.renew(limits);
    this.account = 'open';
    this.grant(0, this.firstSlice);
  }

  /** Starts an execution whose time begins now. */
  beginTimed(limits: ResolvedLimits, signal: AbortSignal | undefined): void {
    this.begin(limits);
    this.engine.forgetPeak();
    this.freshFor = undefined;
    this.signal = signal;
    this.startTime = this.lastLook = performance.now();
  }

  private renew(limits: ResolvedLimits): void {
    if (this.limits !== limits || this.isEngineNew) this.adopt(limits);
    this.freshFor = limits.enableProfiling ? undefined : limits;
    this.profiler = limits.enableProfiling ? new Profiler(this.engine) : undefined;
    this.signal = undefined;
    this.cancelled = false;
    this.ended = undefined;
    this.failure = undefined;
    if (this.warned.size > 0) this.warned = new Set();
    if (this.waiting.length > 0) this.waiting = [];
    this.isWarningLate = false;
    this.pauseTime = Number.POSITIVE_INFINITY;
    this.hostCallInterval = 1;
    this.hostCallsLeft = 1;
    this.interval = this.firstInterval;
    this.stoppedAt = undefined;
    this.startTime = this.lastLook = Number.NaN;
  }

  /** The engine has another state, which knows nothing of the limits. */
  forgetEngine(): void {
    this.keepUsage();
    this.isEngineNew = true;
    this.freshFor = undefined;
  }

  /** Starts a time slice of an asynchronous execution, which is asked to pause when it is over. */
  beginSlice(pauseTime: number): void {
    this.pauseTime = pauseTime;
    this.lastLook = performance.now();
    this.profiler?.resume(this.lastLook);
  }

  /** After the execution has waited, which took time: the VM is to ask at its next check. */
  lookSoon(): void {
    this.cutSliceShort();
  }

  /** Milliseconds until the timeout. */
  get timeLeft(): number {
    return this.limits.timeout - ((this.stoppedAt ?? this.readClock()) - this.startTime);
  }

  /** The time from here to `startClock` does not count. */
  stopClock(): void {
    this.stoppedAt = this.readClock();
  }

  startClock(): void {
    if (this.stoppedAt !== undefined) this.startTime += this.readClock() - this.stoppedAt;
    this.stoppedAt = undefined;
  }

  /** What is left of the budget; Infinity where there is no limit. */
  get remaining(): Budget {
    const { maxInstructions, maxMemory } = this.limits;
    return {
      instructions: Math.max(0, maxInstructions - this.instructionsUsed()),
      memory: Math.max(0, maxMemory - this.engine.get(Field.memoryUsed)),
      time: Math.max(0, this.timeLeft),
    };
  }

  /** While the execution is suspended: whether it is to end now. */
  endsSuspended(): boolean {
    if (this.ended) return true;
    if (this.cancelled || this.signal?.aborted) this.end('aborted');
    else if (this.timeLeft <= 0) this.end('time');
    return this.ended !== undefined;
  }

  /** Ends an execution, whose figures become `usage` if they are to be recorded. */
  finish(record: boolean): void {
    this.account = record ? 'unread' : 'kept';
    if (record && this.freshFor === undefined) this.finishObserved();
  }

  private finishObserved(): void {
    this.keepUsage(); // the clock goes on
    if (this.profiler) this.profile = this.profiler.finish();
  }

  /** Ends the execution at the next look. */
  cancel(): void {
    this.cancelled = true;
    this.freshFor = undefined;
    this.cutSliceShort();
  }

  /** Ends the execution for what the host threw where no script can catch it, unless it has ended already. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.failure = { error };
    this.end('aborted');
  }

  /**
   * The slice is used up: what is the VM to do?
   * @param mayEnter whether those who are told of a warning may enter Lua; else they are told at the next look
   */
  look(mayEnter: boolean): number {
    this.profiler?.take(this.instructionsUsed(), performance.now());
    const now = this.readClock();
    const used = this.instructionsUsed();
    const elapsed = now - this.startTime;
    if (this.isOver(used, elapsed)) return Verdict.end;
    this.adaptInterval(now);
    const due = this.dueWarnings(used, elapsed);
    this.isWarningLate = !mayEnter && due.length > 0;
    this.grant(used, this.isWarningLate ? 1 : this.slice(used, this.limits.timeout - elapsed));
    const warning = mayEnter ? this.warn(due) : Verdict.goOn;
    return warning | (now >= this.pauseTime ? Verdict.pause : Verdict.goOn);
  }

  /**
   * A loop of the VM's core runs on far past its slice. What else is due waits for the next look, which comes as soon
   * as the loop is over: in its midst the host must not be told of anything, since it might enter Lua.
   * @throws TornStateError if a limit is reached: then nothing but the loss of the state ends the loop
   */
  brake(): void {
    const now = this.readClock();
    const used = this.instructionsUsed();
    if (this.isOver(used, now - this.startTime)) throw new TornStateError();
    this.grant(used, 0);
  }

  /** Whether the execution has ended, now if not before. */
  private isOver(used: number, elapsed: number): boolean {
    if (this.ended) return true;
    if (used >= this.limits.maxInstructions) this.end('instructions');
    else if (elapsed >= this.limits.timeout) this.end('time');
    else if (this.cancelled || this.signal?.aborted) this.end('aborted');
    return this.ended !== undefined;
  }

  /** After each call of a host function, which may have taken any time: ends or shortens the slice. */
  hostReturned(): void {
    if (--this.hostCallsLeft > 0) return;
    const now = this.readClock();
    const quick = now - this.lastLook < (aimedMilliseconds / 8) * this.hostCallInterval;
    this.hostCallInterval = quick ? Math.min(2 * this.hostCallInterval, mostHostCalls) : 1;
    this.hostCallsLeft = this.hostCallInterval;
    this.lastLook = now;
    const narrow = this.limits.timeout - (now - this.startTime) < narrowMilliseconds;
    if (narrow || this.signal?.aborted || now >= this.pauseTime) this.cutSliceShort();
  }

  /** The next warning that the script has not been told of. */
  takeWarning(): ResourceWarning | undefined {
    return this.waiting.shift();
  }

  /** The error for the end of the present execution. */
  endError(traceback: string): unknown {
    if (this.failure) return this.failure.error;
    const instructions = this.instructionsUsed();
    const wallTime = this.readClock() - this.startTime;
    switch (this.ended) {
      case 'instructions':
        return new LuaLimitError('instructions', instructions, this.limits.maxInstructions, { traceback });
      case 'time':
        return new LuaLimitError('time', wallTime, this.limits.timeout, { traceback });
      default:
        return new LuaLimitError('aborted', wallTime, 0, { traceback, cause: this.signal?.reason });
    }
  }

  private readClock(): number {
    const now = performance.now();
    this.freshFor = undefined;
    if (Number.isNaN(this.startTime)) this.startTime = this.lastLook = now;
    return now;
  }

  /** What every execution under these limits starts with. */
  private adopt(limits: ResolvedLimits): void {
    this.limits = limits;
    this.isEngineNew = false;
    this.firstInterval = limits.checkInterval === 'auto' ? firstInterval : limits.checkInterval;
    this.interval = this.firstInterval;
    this.firstSlice = this.slice(0, Number.POSITIVE_INFINITY);
    this.engine.set(Field.memoryLimit, limits.maxMemory);
    this.engine.set(
      Field.memoryWarning,
      Math.min(limits.maxMemory * limits.warningThreshold, noMemoryWarning),
    );
  }

  private end(reason: LimitedResource): number {
    this.freshFor = undefined;
    this.usedAtEnd = this.instructionsUsed(); // putting the state in order afterwards is not charged
    this.ended = reason;
    this.cutSliceShort();
    return Verdict.end;
  }

  private instructionsUsed(): number {
    if (this.ended) return this.usedAtEnd;
    return this.granted - this.engine.fuel - (this.engine.get(Field.chargedEarly) | 0);
  }

  private cutSliceShort(): void {
    const { fuel } = this.engine;
    const setAside = this.engine.get(Field.chargedEarly) | 0; // of a slice in which something is due: engine/meter.c
    if (setAside > 0) {
      this.granted -= setAside;
      this.engine.set(Field.chargedEarly, 0);
    }
    if (fuel <= 0) return;
    this.granted -= fuel;
    this.engine.set(Field.fuel, 0);
  }

  private grant(used: number, slice: number): void {
    this.granted = used + slice;
    this.engine.grant(slice);
  }

  /** How many instructions to grant: to the next look, but not past the limit or its warning. */
  private slice(used: number, timeLeft: number): number {
    const { maxInstructions, warningThreshold } = this.limits;
    let slice = Math.min(this.interval, maxInstructions - used);
    const untilWarning = Math.ceil(maxInstructions * warningThreshold) - used;
    if (untilWarning > 0) slice = Math.min(slice, untilWarning);
    if (timeLeft < narrowMilliseconds) slice = Math.min(slice, shortestInterval);
    return Math.max(1, Math.floor(slice));
  }

  private adaptInterval(now: number): void {
    const elapsed = now - this.lastLook;
    this.lastLook = now;
    if (this.limits.checkInterval !== 'auto') return;
    if (elapsed < aimedMilliseconds / 2) this.interval = Math.min(2 * this.interval, longestInterval);
    else if (elapsed > aimedMilliseconds) this.interval = Math.max(this.interval / 2, shortestInterval);
  }

  /**
   * After the end: of what became due while the last values crossed, nobody has been told.
   * @throws what onWarning throws
   */
  warnLate(): void {
    if (!this.isWarningLate || this.ended || this.isTellingLate) return;
    this.isWarningLate = false;
    const { instructions, wallTime } = this.readUsage();
    const due = this.dueWarnings(instructions, wallTime);
    this.isTellingLate = true; // what onWarning runs is an execution of its own, which must not lead here again
    try {
      for (const warning of due) this.onWarning?.(warning);
    } finally {
      this.isTellingLate = false;
    }
  }

  /** Undefined where none is due, or it has been told. */
  private warningOf(
    resource: ResourceWarning['resource'],
    used: number,
    limit: number,
  ): ResourceWarning | undefined {
    const utilization = used / limit;
    if (utilization < this.limits.warningThreshold || this.warned.has(resource)) return undefined;
    return { resource, used, limit, utilization };
  }

  /** What nobody has been told of yet. */
  private dueWarnings(instructions: number, elapsed: number): ResourceWarning[] {
    const { maxInstructions, maxMemory, timeout, warningThreshold } = this.limits;
    if (warningThreshold > 1) return [];
    return [
      this.warningOf('instructions', instructions, maxInstructions),
      this.warningOf('time', elapsed, timeout),
      this.warningOf('memory', this.engine.get(Field.memoryPeak), maxMemory),
    ].filter((warning) => warning !== undefined);
  }

  private warn(due: readonly ResourceWarning[]): number {
    const before = this.waiting.length;
    for (const warning of due) this.tell(warning);
    if (this.failure) return this.end('aborted');
    return this.waiting.length > before ? Verdict.warn : Verdict.goOn;
  }

  private tell(warning: ResourceWarning): void {
    if (this.warned.has(warning.resource)) return; // what onWarning runs for another one may have come to it
    this.warned.add(warning.resource);
    this.waiting.push(warning);
    try {
      this.onWarning?.(warning);
    } catch (error) {
      this.failure = { error };
    }
  }
}
