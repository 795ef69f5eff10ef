import { TidelockError } from '../bridge/errors.ts';

/** An executor whose queue is full: the script was not run. Try again later, or raise `maxQueue`. */
export class LuaQueueFullError extends TidelockError {
  override readonly name = 'LuaQueueFullError';
  readonly code = 'ERR_LUA_QUEUE_FULL';

  constructor(maxQueue: number) {
    super(`the executor's queue is full: ${maxQueue} scripts wait already (maxQueue); try again later`);
  }
}

/** An executor that has been closed: the script was not run. */
export class LuaExecutorClosedError extends TidelockError {
  override readonly name = 'LuaExecutorClosedError';
  readonly code = 'ERR_LUA_EXECUTOR_CLOSED';

  constructor() {
    super('this LuaExecutor has been closed');
  }
}

/** The worker that ran the script ended, through a fault outside Lua; it has been replaced. `cause` is the fault. */
export class LuaWorkerError extends TidelockError {
  override readonly name = 'LuaWorkerError';
  readonly code = 'ERR_LUA_WORKER';
}
