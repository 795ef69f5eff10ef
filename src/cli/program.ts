import { Command } from 'commander';
import { version } from '../index.ts';
import { addProfileCommand } from './profile.ts';
import { addReplCommand } from './repl.ts';
import { addRunCommand } from './run.ts';

/** Every command of `tidelock`; a new one is a function that adds itself to the program. */
const commands: readonly ((program: Command) => void)[] = [addRunCommand, addReplCommand, addProfileCommand];

/** The command line as commander sees it. It throws a `CommanderError` instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('tidelock')
    .description('Run Lua scripts nobody has reviewed, under limits that hold.')
    .version(version)
    // What follows a command's name is its own, so that `--` reaches it.
    .enablePositionalOptions()
    .exitOverride();
  for (const add of commands) add(program);
  return program;
}
