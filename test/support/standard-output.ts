import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const printChild = fileURLToPath(new URL('print-child.ts', import.meta.url));

/** A process that runs a script without a print handler. */
export function startPrinting(script: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', printChild, script]);
}

/** What a script without a print handler writes to standard output. */
export function standardOutputOf(script: string): Buffer {
  return spawnSync(process.execPath, ['--import', 'tsx', printChild, script]).stdout;
}
