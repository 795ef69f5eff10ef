import { createInterface, type Interface } from 'node:readline';
import { historyFile, readHistory, writeHistory } from './history.ts';
import type { ReplSession } from './session.ts';

/** The terminal, or whatever standard input is, in conversation with a session. Ends when either does. */
export async function converse(session: ReplSession): Promise<void> {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const readline = openReadline(session, isTerminal);
  const prompt = () => {
    readline.setPrompt(isTerminal ? session.prompt : '');
    readline.prompt();
  };
  const interrupt = () => {
    if (session.isRunning) return session.interrupt();
    const idle = !session.forget() && readline.line === '';
    session.say(idle ? '^C  (Ctrl-D or .exit leaves)' : '^C');
    readline.write(null, { ctrl: true, name: 'e' });
    readline.write(null, { ctrl: true, name: 'u' });
    prompt();
  };
  readline.on('SIGINT', interrupt);
  if (isTerminal) session.say(session.greeting);
  prompt();
  // Lines that are typed while one runs wait here for their turn.
  for await (const line of readline) {
    await session.enter(line);
    if (session.ended) break;
    prompt();
  }
  readline.close();
}

function openReadline(session: ReplSession, isTerminal: boolean): Interface {
  const file = historyFile();
  const readline = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: isTerminal,
    history: isTerminal ? readHistory(file) : [],
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string) => session.complete(line),
  });
  if (isTerminal) readline.on('history', (lines) => writeHistory(file, lines));
  return readline;
}
