import type { HookCallback } from '../context/hooks.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { isFunction, need } from './arguments.ts';
import type { Session } from './session.ts';
import type { HookOptions, LuaHookCallback } from './types.ts';

/** A debug hook that cannot end a script: what it throws is lost, as in lua-native. */
export function setHook(
  session: Session,
  lua: LuaContext,
  callback: LuaHookCallback,
  options: HookOptions,
): void {
  need(isFunction(callback), 'set_hook(callback, options) requires a function');
  need(
    typeof options === 'object' && options !== null && !Array.isArray(options),
    'set_hook(callback, options) requires an options object ({ call?, return?, line?, count? })',
  );
  const count = options.count ?? undefined;
  need(count === undefined || typeof count === 'number', 'set_hook(): count must be a number');
  if (count !== undefined && !(Number.isInteger(count) && count > 0 && count < 2 ** 31)) {
    throw new RangeError('set_hook(): count must be a positive integer');
  }
  const wanted = { call: !!options.call, return: !!options.return, line: !!options.line };
  need(
    wanted.call || wanted.return || wanted.line || count !== undefined,
    'set_hook(): at least one of call, return, line, or count must be requested',
  );
  lua.setHook(quiet(session, callback), count === undefined ? wanted : { ...wanted, count });
}

function quiet(session: Session, callback: LuaHookCallback): HookCallback {
  return (event, line, name) => {
    if (session.run === 'worker') return;
    try {
      session.callBack(() => callback(event, line, name));
    } catch {}
  };
}
