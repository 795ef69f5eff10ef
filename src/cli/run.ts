import type { Command } from 'commander';
import { LuaContext, LuaExitError } from '../index.ts';
import { formatError, formatUsage, formatValue } from './format.ts';
import { toJson } from './json.ts';
import { addContextOptions, type ContextFlags } from './options.ts';
import { execute, exitStatus, type Outcome } from './outcome.ts';
import { paint, printTo } from './output.ts';
import { readSource } from './source.ts';

interface RunFlags extends ContextFlags {
  readonly json?: true;
  readonly stats?: true;
}

const help = `
Results go to standard output, one per line; errors go to standard error with a Lua traceback.
Exit status: 0 success, 1 an error in the script, 2 a mistake on the command line, 3 a limit was reached;
or what the script gives to os.exit.

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
    .addHelpText('after', help)
    .action(run);
}

async function run(file: string, args: string[], flags: RunFlags): Promise<void> {
  const { json, stats, ...options } = flags;
  using lua = new LuaContext(
    { arg: args },
    { ...options, print: printTo(json ? process.stderr : process.stdout) },
  );
  lua.executeScript('arg[0] = ...', { args: [file], profile: 'unlimited' });
  // Read last, so that nobody types a script only to learn of a mistake in the options.
  const outcome = execute(lua, await readSource(file), args);
  if (json) process.stdout.write(`${toJson(outcome)}\n`);
  else report(outcome);
  if (stats) process.stderr.write(`${paint(process.stderr).dim(formatUsage(outcome.usage))}\n`);
  process.exitCode = exitStatus(outcome);
}

function report(outcome: Outcome): void {
  if (outcome.ok) for (const value of outcome.results) process.stdout.write(`${formatValue(value)}\n`);
  else if (!(outcome.error instanceof LuaExitError)) {
    process.stderr.write(`${formatError(outcome.error, paint(process.stderr))}\n`);
  }
}
