import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const mostLines = 1000;

/** Where the lines of earlier sessions are kept: the user's folder for the state of programs. */
export function historyFile(): string {
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local/state');
  return join(state, 'tidelock/history');
}

/** The lines of earlier sessions, the newest first, as readline wants them. */
export function readHistory(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).reverse();
  } catch {
    return []; // the first session, or a folder that cannot be read: no reason not to begin
  }
}

/** Keeps the newest lines. A history that cannot be kept is no reason to fail. */
export function writeHistory(file: string, newestFirst: readonly string[]): void {
  const lines = newestFirst.slice(0, mostLines).reverse();
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  } catch {}
}
