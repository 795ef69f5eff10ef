import { changeLimits, describeLimits, type ReplLimits } from './limits.ts';

/** What commands act upon. */
export interface CommandTarget {
  limits: ReplLimits;
  ended: boolean;
  say(text: string): void;
  load(file: string): Promise<void>;
  reset(): void;
}

/** A command of the REPL itself, typed with a dot before it. */
interface DotCommand {
  readonly help: string;
  run(session: CommandTarget, words: readonly string[]): void | Promise<void>;
}

export const commands: ReadonlyMap<string, DotCommand> = new Map<string, DotCommand>([
  [
    '.help',
    {
      help: 'lists these',
      run: (session) => {
        for (const [name, { help }] of commands) session.say(`${name.padEnd(10)}${help}`);
        session.say('\nTab completes names, Ctrl-C ends what runs, Ctrl-D ends the session.');
      },
    },
  ],
  [
    '.limits',
    {
      help: 'shows the limits of each chunk; .limits memory 10MB or .limits strict changes them',
      run: (session, words) => {
        if (words.length > 0) session.limits = changeLimits(session.limits, words);
        session.say(describeLimits(session.limits));
      },
    },
  ],
  [
    '.load',
    {
      help: 'runs a file: .load report.lua',
      run: (session, words) => session.load(words.join(' ')),
    },
  ],
  [
    '.reset',
    {
      help: 'begins anew: all globals are as at the start',
      run: (session) => session.reset(),
    },
  ],
  [
    '.exit',
    {
      help: 'ends the session',
      run: (session) => {
        session.ended = true;
      },
    },
  ],
]);
