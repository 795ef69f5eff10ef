import { isTableProxy } from '../bridge/table-proxy.ts';
import type { LuaContext } from '../context/lua-context.ts';
import type { LuaStackFrame, LuaValue } from './types.ts';

/** `get_stack`. */
export function readStack(lua: LuaContext, maxLevels: number): LuaStackFrame[] {
  if (!Number.isInteger(maxLevels) || maxLevels < 0) {
    throw new TypeError('get_stack: maxLevels must be a non-negative integer');
  }
  return lua.getStack(maxLevels).map(({ lastLineDefined: _, isTailCall: __, ...frame }, level) => ({
    level,
    ...frame,
  }));
}

/** `get_locals`: by value, without the varargs and temporaries, whose names are in parentheses. */
export function readLocals(lua: LuaContext, level: number): { name: string; value: LuaValue }[] {
  if (typeof level !== 'number') throw new TypeError('get_locals expects a number as its level');
  if (!Number.isInteger(level) || level < 0 || level >= lua.getStack(level + 1).length) {
    throw new RangeError(`get_locals: there is no frame at level ${level}`);
  }
  return lua
    .getLocals(level)
    .filter(({ name }) => !name.startsWith('('))
    .map(({ name, value }) => ({ name, value: copied(lua, value) }));
}

/** A table without a metatable as a copy, as it crosses everywhere else. */
function copied(lua: LuaContext, value: unknown): LuaValue {
  const isTable = typeof value === 'object' && value !== null && isTableProxy(value);
  return (isTable ? lua.executeScript('return ...', { args: [value] }) : value) as LuaValue;
}
