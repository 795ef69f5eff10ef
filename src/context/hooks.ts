import { LuaOptionError } from '../bridge/errors.ts';
import { hookEvents } from '../engine/abi.ts';
import type { Engine } from '../engine/engine.ts';
import { checkFunction, checkNames, checkObject } from './options.ts';

/** What a debug hook is called for (manual section 4.7). A tail call has no `'return'` of its own. */
export type HookEvent = (typeof hookEvents)[number];

/**
 * A debug hook.
 * @param line the current line; -1 in a function that has no lines, as those of the host and of the libraries
 * @param name what the current function was called as, at most 256 bytes of it; `''` where that is not known
 */
export type HookCallback = (event: HookEvent, line: number, name: string) => void;

/** For which events a hook is called: at least one. */
export interface HookOptions {
  /** `'call'` when a function is called, `'tail call'` when it takes its caller's place. */
  readonly call?: boolean;
  /** `'return'` when a function is about to return. */
  readonly return?: boolean;
  /** `'line'` when a new line of Lua begins, or one begins again in a loop. */
  readonly line?: boolean;
  /** `'count'` after every so many instructions of the virtual machine. */
  readonly count?: number;
}

interface Hook {
  readonly callback: HookCallback;
  readonly mask: number;
  readonly count: number;
}

const optionNames = new Set(['call', 'return', 'line', 'count']);
const mostCount = 2 ** 31 - 1;

/** The debug hook that the host has set, if any, and the engine that calls it. */
export class HostHook {
  private readonly engine: Engine;
  private hook: Hook | undefined;
  private running = false;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Takes over the hook of the context that this one is a fork of. */
  adopt(other: HostHook): void {
    this.hook = other.hook;
  }

  /** @throws LuaOptionError unless the options ask for an event */
  set(callback: HookCallback, options: HookOptions): void {
    checkFunction('callback', callback);
    this.hook = { callback, ...resolveHookOptions(options) };
  }

  remove(): void {
    this.hook = undefined;
  }

  /** Tells the engine, which does not know when its memory has been replaced by an image. */
  install(): void {
    this.engine.exports.set_hook(this.hook?.mask ?? 0, this.hook?.count ?? 0);
  }

  /** Calls the hook, which is off while it runs, whatever it calls. */
  call(event: number, line: number, name: () => string): void {
    if (!this.hook || this.running) return;
    this.running = true;
    try {
      this.hook.callback(hookEvents[event] as HookEvent, line, name());
    } finally {
      this.running = false;
    }
  }
}

function resolveHookOptions(options: HookOptions): { mask: number; count: number } {
  checkObject('options', options);
  checkNames('options', options, optionNames);
  let mask = 0;
  for (const name of ['call', 'return', 'line'] as const) {
    const wanted: unknown = options[name];
    if (wanted !== undefined && typeof wanted !== 'boolean') {
      throw new LuaOptionError(name, wanted, 'a boolean');
    }
    if (wanted) mask |= 1 << hookEvents.indexOf(name);
  }
  const { count = 0 } = options;
  if (options.count !== undefined && !(Number.isInteger(count) && count > 0 && count <= mostCount)) {
    throw new LuaOptionError('count', count, `an integer from 1 to ${mostCount}`);
  }
  if (count > 0) mask |= 1 << hookEvents.indexOf('count');
  if (mask === 0)
    throw new LuaOptionError('options', options, 'one that asks for call, return, line or count');
  return { mask, count };
}
