import { LuaError, type LuaErrorDetails } from '../bridge/errors.ts';

/** What ran out, or `'aborted'` when the host ended the execution. */
export type LimitedResource = 'instructions' | 'memory' | 'time' | 'aborted';

const sentences: Readonly<Record<LimitedResource, (used: string, limit: string) => string>> = {
  instructions: (used, limit) =>
    `instruction limit exceeded: ${used} of ${limit} instructions used (maxInstructions)`,
  memory: (used, limit) => `not enough memory: ${used} bytes wanted, ${limit} allowed (maxMemory)`,
  time: (used, limit) => `execution timeout: ${used} ms of ${limit} ms passed (timeout)`,
  aborted: (used) => `execution aborted: after ${used} ms`,
};

/**
 * An execution that was ended because it used up what it was allowed, or because the host aborted it.
 * The script could not catch it (except for memory, which Lua reports as an ordinary error first), and the
 * context can be used again at once.
 */
export class LuaLimitError extends LuaError {
  override readonly name = 'LuaLimitError';
  override readonly code = 'ERR_LUA_LIMIT';
  readonly resource: LimitedResource;
  /** Instructions, bytes or milliseconds; 0 for `'aborted'`. */
  readonly limit: number;
  /** How much was used, or wanted in the case of memory, in the same unit (milliseconds for `'aborted'`). */
  readonly used: number;

  constructor(resource: LimitedResource, used: number, limit: number, details: LuaErrorDetails = {}) {
    super(sentences[resource](figure(used), figure(limit)), details);
    this.resource = resource;
    this.used = used;
    this.limit = limit;
  }
}

function figure(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
