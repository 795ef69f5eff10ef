/**
 * npm run fuzz -- [--minutes N] [--only NAME] [--seed N]
 *
 * Tries generated cases until the time is up. A case follows from the name of its fuzzer and its seed; those that
 * break a promise are printed, and kept in build/fuzz. The seeds go on where the last run stopped.
 */
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Finding } from './fuzzer.ts';
import { fuzzers } from './fuzzers.ts';

const folder = fileURLToPath(new URL('../../build/fuzz/', import.meta.url));
const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const stateFile = join(folder, 'state.json');
const turnMilliseconds = 60_000;
const turnCases = 20_000;
/** A case that is silent for so long hangs. */
const hangMilliseconds = 300_000;
/** One of which no promise is made is given up after so long. */
const patienceMilliseconds = 10_000;

interface State {
  readonly next: Record<string, number>;
  readonly totals: Record<string, Record<string, number>>;
  findings: number;
  seconds: number;
}

interface Message {
  readonly starts?: number;
  readonly mayHang?: boolean;
  readonly finding?: Finding;
  readonly next?: number;
  readonly totals?: Record<string, number>;
  readonly missing?: boolean;
}

function readState(): State {
  if (!existsSync(stateFile)) return { next: {}, totals: {}, findings: 0, seconds: 0 };
  return JSON.parse(readFileSync(stateFile, 'utf8')) as State;
}

function keep(state: State, name: string, { seed, what, details }: Finding): void {
  state.findings++;
  const file = join(folder, `${name}-${seed}.txt`);
  writeFileSync(file, `${what}\n\n${details}\n`);
  console.log(`${name}, seed ${seed}: ${what}\n  ${file}`);
}

function add(state: State, name: string, totals: Readonly<Record<string, number>>): void {
  const sums = state.totals[name] ?? {};
  for (const [key, value] of Object.entries(totals)) sums[key] = (sums[key] ?? 0) + value;
  state.totals[name] = sums;
}

/** A turn of one fuzzer in a process of its own. */
function turn(state: State, name: string, first: number, milliseconds: number): Promise<void> {
  const args = [name, String(first), String(turnCases), String(milliseconds)];
  const child = fork(worker, args, { execArgv: ['--import', 'tsx'] });
  let seed = first;
  let mayHang = false;
  let finished = false;
  let timer = setTimeout(() => child.kill('SIGKILL'), hangMilliseconds);
  child.on('message', (message: Message) => {
    const { starts, finding, next, totals, missing } = message;
    mayHang = message.mayHang ?? false;
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), mayHang ? patienceMilliseconds : hangMilliseconds);
    if (starts !== undefined) seed = starts;
    if (finding) keep(state, name, finding);
    if (missing) finished = true;
    if (next === undefined) return;
    finished = true;
    state.next[name] = next;
    add(state, name, totals ?? {});
  });
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (!finished) {
        if (mayHang && signal === 'SIGKILL') add(state, name, { hung: 1 });
        else keep(state, name, { seed, what: `the process ended or hung (${code ?? signal})`, details: '' });
        state.next[name] = seed + 1;
      }
      resolve();
    });
  });
}

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string' } },
});
mkdirSync(folder, { recursive: true });
const state = readState();
const names = values.only === undefined ? Object.keys(fuzzers) : values.only.split(',');
if (values.seed !== undefined) for (const name of names) state.next[name] = Number(values.seed);
const start = performance.now();
const end = start + Number(values.minutes ?? 1) * 60_000;
const share = Math.min(turnMilliseconds, (end - start) / names.length);
const before = state.findings;
const secondsBefore = state.seconds;
while (performance.now() < end) {
  for (const name of names) {
    const left = Math.min(share, end - performance.now());
    if (left > 0) await turn(state, name, state.next[name] ?? 0, left);
    state.seconds = secondsBefore + (performance.now() - start) / 1000;
    writeFileSync(stateFile, JSON.stringify(state, null, 2));
  }
}
console.log(JSON.stringify(state, null, 2));
process.exitCode = state.findings > before ? 1 : 0;
