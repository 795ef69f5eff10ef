import type { LuaInput, LuaResult, LuaValue } from './values.ts';

/** What can be done with the Lua values that JavaScript holds, each known by its place in the engine. */
export interface HeldValues {
  /** Runs several of the operations below under one budget. */
  together<T>(work: () => T): T;
  call(place: number, args: readonly LuaInput[]): LuaResult;
  /** The same with at most two arguments, of which no array has to be made. */
  callWithFew(place: number, count: number, first: LuaInput, second: LuaInput): LuaResult;
  /** With metamethods. A table arrives as a handle if `asRef` says so. */
  getField(place: number, key: LuaInput, asRef: boolean): LuaValue;
  setField(place: number, key: LuaInput, value: LuaInput): void;
  getLength(place: number): number;
  /** Without metamethods, in Lua's order. `place` is asked time and again, so that it can refuse. */
  pairs(place: () => number): Generator<[LuaValue, LuaValue]>;
  /** The keys of those pairs; the values are not converted. */
  keys(place: () => number): LuaValue[];
  /** Those of the keys that are text or numbers; the others are not converted either. */
  names(place: () => number): LuaValue[];
  threadStatus(place: number): ResumeResult['status'];
  resume(place: number, args: readonly LuaInput[]): ResumeResult;
  resumeAsync(place: number, args: readonly LuaInput[]): Promise<ResumeResult>;
  closeThread(place: number): void;
}

/** What a coroutine gave when it was resumed. */
export interface ResumeResult {
  readonly status: 'suspended' | 'running' | 'dead';
  /** What it yielded, or returned if it is dead now. */
  readonly values: LuaValue[];
}
