import type { HookCallback } from '../context/hooks.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { checkCallable, checkRecord } from './arguments.ts';
import type { Session } from './session.ts';
import type { HookOptions, LuaHookCallback } from './types.ts';

/** A debug hook that cannot end a script: what it throws is lost, as in lua-native. */
export function setHook(
  session: Session,
  lua: LuaContext,
  callback: LuaHookCallback,
  options: HookOptions,
): void {
  checkCallable('set_hook', 'callback', callback);
  checkRecord('set_hook', 'options', options);
  const { count } = options;
  if (count !== undefined && !(Number.isInteger(count) && count > 0 && count < 2 ** 31)) {
    throw new RangeError('set_hook: count must be a positive integer');
  }
  const wanted = { call: !!options.call, return: !!options.return, line: !!options.line };
  if (!wanted.call && !wanted.return && !wanted.line && count === undefined) {
    throw new TypeError('set_hook: at least one event must be requested: call, return, line or count');
  }
  lua.setHook(quiet(session, callback), count === undefined ? wanted : { ...wanted, count });
}

function quiet(session: Session, callback: LuaHookCallback): HookCallback {
  return (event, line, name) => {
    if (session.run === 'worker') return;
    session.callbacks++;
    try {
      callback(event, line, name);
    } catch {
    } finally {
      session.callbacks--;
    }
  };
}
