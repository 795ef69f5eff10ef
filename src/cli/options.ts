import { type Command, Option } from 'commander';
import { type LibraryPreset, type LuaContextOptions, LuaOptionError, SecurityProfiles } from '../index.ts';
import { parseBytes, parseMilliseconds } from '../limits/units.ts';

/** The options that every command with a Lua state has, named as LuaContext names them. */
export type ContextFlags = Pick<
  LuaContextOptions,
  'profile' | 'maxMemory' | 'maxInstructions' | 'timeout' | 'libraries'
>;

const profile = new Option('--profile <name>', 'a set of limits, which the options below override').choices(
  Object.keys(SecurityProfiles),
);

const presets = new Set<string>(['sandbox', 'safe', 'all', 'none'] satisfies LibraryPreset[]);

/** Adds the options that make a LuaContext: profile, limits and libraries. */
export function addContextOptions(command: Command): Command {
  return command
    .addOption(profile)
    .option('--max-memory <size>', 'bytes of Lua heap, such as 10MB; 0: no limit', bytes)
    .option('--max-instructions <n>', 'instructions of the Lua machine; 0: no limit', count)
    .option('--timeout <time>', 'wall clock, such as 500ms or 5s; 0: no limit', milliseconds)
    .option('--libraries <list>', 'sandbox, safe, all, none, or names such as string,table', libraries);
}

// These name the option as the user typed it, where LuaContext would name its own field.

function bytes(text: string): number {
  return parseBytes('--max-memory', text);
}

function milliseconds(text: string): number {
  return parseMilliseconds('--timeout', text);
}

function count(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0) return value;
  throw new LuaOptionError('--max-instructions', text, 'a whole number such as 1000000 or 1e6, from 0 up');
}

/** A preset or a list; whether there are such libraries is for LuaContext to say. */
function libraries(text: string): LuaContextOptions['libraries'] {
  return (presets.has(text) ? text : text.split(',')) as LuaContextOptions['libraries'];
}
