import type { Command } from 'commander';
import { LuaContext, LuaError, LuaLimitError } from '../index.ts';
import { ExitStatus } from './exit.ts';
import { formatError, formatUsage, formatValue } from './format.ts';
import { type Outcome, toJson } from './json.ts';
import { addContextOptions, type ContextFlags } from './options.ts';
import { paint, printTo } from './output.ts';
import { readSource, type Source } from './source.ts';

interface RunFlags extends ContextFlags {
  readonly json?: true;
  readonly stats?: true;
}

const HELP = `
Results go to standard output, one per line; errors go to standard error with a Lua traceback.
Exit status: 0 success, 1 an error in the script, 2 a mistake on the command line, 3 a limit was reached.

Examples:
  $ tidelock run report.lua
  $ tidelock run --profile strict --max-memory 2MB --stats plugin.lua -- north --verbose
  $ echo 'return 6 * 7' | tidelock run --json -`;

export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('run a Lua script')
    .argument('<file>', 'a Lua file, or - for standard input')
    .argument('[args...]', "the script's own arguments, after --: found in `...` and in the table `arg`");
  addContextOptions(command)
    .option('--json', "print one JSON document; the script's own output goes to standard error")
    .option('--stats', 'print what the script used to standard error')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(file: string, args: string[], flags: RunFlags): Promise<void> {
  const { json, stats, ...options } = flags;
  const source = await readSource(file);
  using lua = new LuaContext({}, { ...options, print: printTo(json ? process.stderr : process.stdout) });
  setArg(lua, file, args);
  const outcome = execute(lua, source, args);
  if (json) process.stdout.write(`${toJson(outcome)}\n`);
  else report(outcome);
  if (stats) process.stderr.write(`${paint(process.stderr).dim(formatUsage(outcome.usage))}\n`);
  process.exitCode = statusOf(outcome);
}

/** Sets the global `arg` as lua(1) does: the script's name at 0, its arguments from 1 on. */
function setArg(lua: LuaContext, file: string, args: string[]): void {
  lua.setGlobal('arg', args);
  lua.executeScript('arg[0] = ...', { args: [file] });
}

function execute(lua: LuaContext, { text, chunkName }: Source, args: string[]): Outcome {
  try {
    const value = lua.executeScript(text, { chunkName, args });
    return { ok: true, results: value === undefined ? [] : Array.isArray(value) ? value : [value], usage: lua.usage };
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    return { ok: false, error, usage: lua.usage };
  }
}

function report(outcome: Outcome): void {
  if (outcome.ok) for (const value of outcome.results) process.stdout.write(`${formatValue(value)}\n`);
  else process.stderr.write(`${formatError(outcome.error, paint(process.stderr))}\n`);
}

function statusOf(outcome: Outcome): number {
  if (outcome.ok) return ExitStatus.ok;
  return outcome.error instanceof LuaLimitError ? ExitStatus.limit : ExitStatus.luaError;
}
