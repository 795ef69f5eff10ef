import type { Command } from 'commander';
import { addContextOptions, type ContextFlags } from './options.ts';
import { harmless, paint, writeTo } from './output.ts';
import { ReplSession } from './repl/session.ts';
import { converse } from './repl/terminal.ts';

interface ReplFlags extends ContextFlags {
  readonly stats?: true;
}

const help = `
Type Lua at the prompt: results are shown, and a chunk may go on over several lines. Each chunk has the whole
budget. Ctrl-C ends what runs, Ctrl-D the session; .help lists what else there is.`;

export function addReplCommand(program: Command): void {
  const command = program.command('repl').description('type Lua, line by line');
  addContextOptions(command)
    .option('--stats', 'print what each chunk used')
    .addHelpText('after', help)
    .action(repl);
}

async function repl(flags: ReplFlags): Promise<void> {
  const { stats = false, ...context } = flags;
  using session = new ReplSession({
    context,
    stats,
    paint: paint(process.stdout),
    write: writeTo(process.stdout),
    show: (text) => harmless(text, process.stdout),
  });
  await converse(session);
}
