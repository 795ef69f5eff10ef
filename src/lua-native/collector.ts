import type { LuaContext } from '../context/lua-context.ts';
import { need } from './arguments.ts';

/** What a parameter of the collector may be at most. */
const largest = 100_000;

const parameters = ['minormul', 'majorminor', 'minormajor', 'pause', 'stepmul', 'stepsize'];

/** `gc`, whose commands give nothing where Lua gives 0. */
export function controlCollector(lua: LuaContext, command: unknown, args: readonly unknown[]): unknown {
  need(typeof command === 'string', "gc(command) requires a command string (e.g. 'collect', 'count')");
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
      return lua.gc(command, stepSize(args[0] ?? 0));
    case 'param':
      return control(lua, args);
    default:
      throw new Error(`Unknown GC command: '${command}'`);
  }
}

function control(lua: LuaContext, [name, value]: readonly unknown[]): number {
  need(typeof name === 'string', "gc('param', name, value?) requires a parameter name string");
  if (!parameters.includes(name)) throw new Error(`Unknown GC parameter: '${name}'`);
  const parameter = name as Parameters<LuaContext['gc']>[1] & string as 'pause';
  if (value === undefined || value === null) return lua.gc('param', parameter);
  need(typeof value === 'number', "gc('param', name, value): value must be a number");
  const whole = Math.trunc(value);
  if (!(whole >= 0 && whole <= largest)) {
    throw new RangeError(`gc('param', name, value): value must be between 0 and ${largest}`);
  }
  return lua.gc('param', parameter, whole);
}

function stepSize(value: unknown): number {
  need(typeof value === 'number', "gc('step', stepSize): stepSize must be a number");
  if (!(value >= 0)) throw new RangeError("gc('step', stepSize): stepSize must be non-negative");
  return Math.min(Math.trunc(value), 2 ** 31 - 1);
}
