import type { LuaContext } from '../context/lua-context.ts';
import { checkString } from './arguments.ts';

const parameters = ['minormul', 'majorminor', 'minormajor', 'pause', 'stepmul', 'stepsize'];

/** `gc`, whose commands give nothing where Lua gives 0. */
export function controlCollector(lua: LuaContext, command: unknown, args: readonly unknown[]): unknown {
  checkString('gc', 'command', command);
  switch (command) {
    case 'collect':
    case 'stop':
    case 'restart':
      lua.gc(command);
      return undefined;
    case 'count':
      return lua.gc(command);
    case 'isrunning':
      return lua.gc(command);
    case 'incremental':
    case 'generational':
      return lua.gc(command);
    case 'step':
      return lua.gc(command, integer('step size', args[0] ?? 0, 2 ** 31 - 1));
    case 'param':
      return control(lua, args);
    default:
      throw new Error(`Unknown gc command: '${command}'`);
  }
}

function control(lua: LuaContext, [name, value]: readonly unknown[]): number {
  checkString('gc', 'parameter', name);
  if (!parameters.includes(name)) throw new Error(`Unknown gc parameter: '${name}'`);
  const parameter = name as Parameters<LuaContext['gc']>[1] & string as 'pause';
  if (value === undefined) return lua.gc('param', parameter);
  return lua.gc('param', parameter, integer('parameter', value, 100_000));
}

function integer(what: string, value: unknown, most: number): number {
  if (typeof value !== 'number') throw new TypeError(`gc: the ${what} must be a number`);
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new RangeError(`gc: the ${what} must be an integer from 0 to ${most}`);
  }
  return value;
}
