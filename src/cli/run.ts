import type { Command } from 'commander';
import { formatUsage, formatValue } from './format.ts';
import { toJson } from './json.ts';
import type { ContextFlags } from './options.ts';
import { harmless, paint, printTo } from './output.ts';
import { plainResults } from './plain-results.ts';
import { addScriptCommand, createScriptContext, executeFile, reportError } from './script.ts';

interface RunFlags extends ContextFlags {
  readonly json?: true;
  readonly stats?: true;
}

const help = `
Results go to standard output, one per line; errors go to standard error with a Lua traceback.
Exit status: 0 success, 1 an error in the script, 2 a mistake on the command line, 3 a limit was reached;
or what the script gives to os.exit.

Examples:
  $ tidelock run script.lua
  $ tidelock run --profile strict --max-memory 2MB --stats plugin.lua -- north --verbose
  $ echo 'return 6 * 7' | tidelock run --json -`;

export function addRunCommand(program: Command): void {
  addScriptCommand(program, 'run', 'run a Lua script')
    .option('--json', "print one JSON document; the script's own output goes to standard error")
    .option('--stats', 'print what the script used to standard error')
    .addHelpText('after', help)
    .action(run);
}

async function run(file: string, args: string[], flags: RunFlags): Promise<void> {
  const { json, stats, ...options } = flags;
  const print = printTo(json ? process.stderr : process.stdout);
  // Before the script is read, so that nobody types one only to learn of a mistake in the options.
  using lua = createScriptContext(file, args, { ...options, print });
  const outcome = await executeFile(lua, file, args, plainResults(lua));
  const say = (text: string) => process.stdout.write(`${harmless(text, process.stdout)}\n`);
  if (json) say(toJson(outcome));
  else if (outcome.ok) for (const value of outcome.results) say(formatValue(value));
  else reportError(outcome);
  if (stats) process.stderr.write(`${paint(process.stderr).dim(formatUsage(outcome.usage))}\n`);
}
