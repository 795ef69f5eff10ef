import { LuaOptionError, LuaStateError } from '../bridge/errors.ts';
import type { State } from './state.ts';

/** The parameters of the collector (manual section 2.5), by the numbers of lua.h. */
const parameters = ['minormul', 'majorminor', 'minormajor', 'pause', 'stepmul', 'stepsize'] as const;

export type GcParameter = (typeof parameters)[number];

export type GcMode = 'generational' | 'incremental';

/** The commands by the numbers of lua.h, where 4 is the remainder of `count`. */
const commands = {
  stop: 0,
  restart: 1,
  collect: 2,
  count: 3,
  step: 5,
  isrunning: 6,
  generational: 7,
  incremental: 8,
  param: 9,
} as const;

export type GcCommand = keyof typeof commands;

const mostValue = 2 ** 31 - 1;

/** `LuaContext.gc`. */
export function controlCollector(
  state: State,
  command: GcCommand,
  args: readonly unknown[],
): number | boolean | GcMode {
  if (!Object.hasOwn(commands, command)) {
    throw new LuaOptionError('command', command, oneOf(Object.keys(commands)));
  }
  const most = command === 'param' ? 2 : command === 'step' ? 1 : 0;
  if (args.length > most) {
    throw new LuaOptionError('arguments', args, `at most ${most} for the command '${command}'`);
  }
  switch (command) {
    case 'count':
      return state.memoryUsed / 1024;
    case 'isrunning':
      return run(state, command) === 1;
    case 'step':
      return run(state, command, checkValue('size', args[0] ?? 0)) === 1;
    case 'incremental':
    case 'generational':
      return run(state, command) === commands.generational ? 'generational' : 'incremental';
    case 'param':
      return run(
        state,
        command,
        checkParameter(args[0]),
        args[1] === undefined ? -1 : checkValue('value', args[1]),
      );
    default:
      return run(state, command);
  }
}

function run(state: State, command: GcCommand, first = 0, second = 0): number {
  const outcome = state.controlCollector(commands[command], first, second);
  if (outcome < 0) throw new LuaStateError('the collector cannot be controlled while a finalizer is running');
  return outcome;
}

function checkParameter(name: unknown): number {
  const number = parameters.indexOf(name as GcParameter);
  if (number < 0) throw new LuaOptionError('parameter', name, oneOf(parameters));
  return number;
}

function checkValue(option: string, value: unknown): number {
  if (!(Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostValue)) {
    throw new LuaOptionError(option, value, `an integer from 0 to ${mostValue}`);
  }
  return value as number;
}

function oneOf(names: readonly string[]): string {
  return `one of ${names.map((name) => `'${name}'`).join(', ')}`;
}
