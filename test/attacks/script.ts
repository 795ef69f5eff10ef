import { readFileSync } from 'node:fs';
import type { LuaContextOptions } from '../../src/index.ts';

/**
 * An attack as a file of Lua. Comments that begin with `--@` say what the runner needs to know:
 * `ends` how it has to end, `options` of its context, as JSON, and `spoils` where the context is of no
 * use afterwards until it is reset, by the nature of what the script may do.
 */
export interface AttackScript {
  readonly source: string;
  /** The resource of a LuaLimitError, 'error' for any other error, 'returned', or 'any' of these. */
  readonly ends: string;
  readonly spoils: boolean;
  readonly options: LuaContextOptions;
}

const defaults: LuaContextOptions = {
  libraries: 'all',
  maxInstructions: 3_000_000,
  maxMemory: '60MB',
  timeout: '15s',
};

export function readAttack(file: string): AttackScript {
  const source = readFileSync(file, 'utf8');
  const directives = new Map(
    [...source.matchAll(/^--@ (\w+) (.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const ends = directives.get('ends');
  if (ends === undefined) throw new Error(`${file} does not say how it ends`);
  const options = JSON.parse(directives.get('options') ?? '{}') as LuaContextOptions;
  return { source, ends, spoils: directives.has('spoils'), options: { ...defaults, ...options } };
}
