import type { Command } from 'commander';
import { LuaContext, type LuaContextOptions, LuaExitError } from '../index.ts';
import { formatError } from './format.ts';
import { addContextOptions } from './options.ts';
import { execute, exitStatus, type Outcome } from './outcome.ts';
import { harmless, paint } from './output.ts';
import type { PlainResults } from './plain-results.ts';
import { readSource } from './source.ts';

/** Adds a command that runs one script: what it is given, and the options of the script's context. */
export function addScriptCommand(program: Command, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument('<file>', 'a Lua file, or - for standard input')
    .argument('[args...]', "the script's own arguments, after --: found in `...` and in the table `arg`");
  return addContextOptions(command);
}

/** A context for a script, which finds its arguments, and its name at 0, in the table `arg`, as with lua(1). */
export function createScriptContext(
  file: string,
  args: readonly string[],
  options: LuaContextOptions,
): LuaContext {
  const lua = new LuaContext({ arg: args }, options);
  lua.executeScript('arg[0] = ...', { args: [file], profile: 'unlimited' });
  return lua;
}

/**
 * Runs the script, and sets the exit status by what becomes of it.
 * @param toPlain what is done to its results, for those who show them
 */
export async function executeFile(
  lua: LuaContext,
  file: string,
  args: readonly string[],
  toPlain: PlainResults = (results) => results,
): Promise<Outcome> {
  const outcome = execute(lua, await readSource(file), args, toPlain);
  process.exitCode = exitStatus(outcome);
  return outcome;
}

/** Says what went wrong, if anything did: a script that calls os.exit knows what it does. */
export function reportError(outcome: Outcome): void {
  if (outcome.ok || outcome.error instanceof LuaExitError) return;
  const show = (text: string) => harmless(text, process.stderr);
  process.stderr.write(`${formatError(outcome.error, paint(process.stderr), show)}\n`);
}
