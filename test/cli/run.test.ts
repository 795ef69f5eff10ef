import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../src/index.ts';

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = [process.execPath, '--import', 'tsx', 'src/cli/main.ts'] as const;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidelock-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the real command to its end. */
function tidelock(args: readonly string[], input = '', env: Record<string, string> = {}): Promise<Finished> {
  const [node, ...before] = COMMAND;
  return finished(spawn(node, [...before, ...args], { cwd: ROOT, env: { ...process.env, ...env } }), input);
}
