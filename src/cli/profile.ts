import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type CpuProfile, flameGraph } from '../index.ts';
import { UsageError } from './exit.ts';
import { formatUsage } from './format.ts';
import type { ContextFlags } from './options.ts';
import { paint, printTo } from './output.ts';
import { addScriptCommand, createScriptContext, executeFile, reportError } from './script.ts';

interface ProfileFlags extends ContextFlags {
  readonly output: string;
  readonly svg?: string;
}

const help = `
A .cpuprofile opens in Chrome's developer tools (Performance) and in VS Code. The profile is written whatever
becomes of the script; the exit status is that of tidelock run.

Examples:
  $ tidelock profile report.lua -o report.cpuprofile
  $ tidelock profile --profile relaxed --svg report.svg report.lua -- north`;

export function addProfileCommand(program: Command): void {
  addScriptCommand(program, 'profile', 'run a Lua script and write where its instructions went')
    .option('-o, --output <file>', 'where to write the profile', 'lua.cpuprofile')
    .option('--svg <file>', 'where to write a flame graph')
    .addHelpText('after', help)
    .action(profile);
}

async function profile(file: string, args: string[], flags: ProfileFlags): Promise<void> {
  const { output, svg, ...options } = flags;
  const print = printTo(process.stdout);
  using lua = createScriptContext(file, args, { ...options, enableProfiling: true, print });
  const outcome = await executeFile(lua, file, args);
  reportError(outcome);
  const found = lua.cpuProfile as CpuProfile;
  await write(output, JSON.stringify(found));
  if (svg !== undefined) await write(svg, flameGraph(found, `${file}: instructions`));
  const summary = `${formatUsage(outcome.usage)}; ${found.samples.length} samples`;
  process.stderr.write(`${paint(process.stderr).dim(summary)}\n`);
}

async function write(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new UsageError(`cannot write '${file}': ${(error as Error).message}`);
  }
}
