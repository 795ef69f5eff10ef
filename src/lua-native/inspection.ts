import { isTableProxy } from '../bridge/table-proxy.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { need } from './arguments.ts';
import type { LuaStackFrame, LuaValue } from './types.ts';

/** `get_stack`. */
export function readStack(lua: LuaContext, options?: { maxLevels?: number } | null): LuaStackFrame[] {
  const given = options?.maxLevels;
  const maxLevels = typeof given === 'number' ? given : 200;
  if (!Number.isInteger(maxLevels) || maxLevels < 0) {
    throw new RangeError('maxLevels must be a non-negative integer');
  }
  return lua.getStack(maxLevels).map(({ lastLineDefined: _, isTailCall: __, ...frame }, level) => ({
    level,
    ...frame,
  }));
}

/** `get_locals`: by value, without the varargs and temporaries, whose names are in parentheses. */
export function readLocals(lua: LuaContext, level: number): { name: string; value: LuaValue }[] {
  need(typeof level === 'number', 'get_locals(level) requires a stack level');
  if (!Number.isInteger(level) || level < 0) throw new RangeError('level must be a non-negative integer');
  if (level >= lua.getStack(level + 1).length) {
    throw new RangeError(`no stack frame at level ${level}; call get_stack() to see which levels exist`);
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
