import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { CpuProfile } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = new TemporaryFolder();
afterAll(() => folder.remove());

function tidelock(...args: string[]) {
  const command = ['--import', 'tsx', 'src/cli/main.ts', ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
}

const script = folder.file(
  'work.lua',
  'local function work() for i = 1, 1e5 do end end work() print("done", ..., arg[1])',
);
const output = join(folder.path, 'work.cpuprofile');

describe('tidelock profile', () => {
  test('writes a profile and a flame graph, and lets the script print', () => {
    const svg = join(folder.path, 'work.svg');
    const { status, stdout, stderr } = tidelock('profile', script, '-o', output, '--svg', svg, '--', 'north');
    expect(stdout).toBe('done\tnorth\tnorth\n');
    expect(stderr).toMatch(/instructions, .* samples/);
    expect(status).toBe(0);
    const { nodes, samples } = JSON.parse(readFileSync(output, 'utf8')) as CpuProfile;
    expect(nodes.map(({ callFrame }) => callFrame.functionName)).toContain('work');
    expect(samples.length).toBeGreaterThan(50);
    expect(readFileSync(svg, 'utf8')).toContain('<title>work (');
  });

  test('writes the profile of a script that a limit ends', () => {
    const { status, stderr } = tidelock('profile', script, '-o', output, '--max-instructions', '20000');
    expect(stderr).toContain('instruction limit exceeded');
    expect(status).toBe(3);
    const { nodes } = JSON.parse(readFileSync(output, 'utf8')) as CpuProfile;
    expect(nodes.reduce((sum, { instructions }) => sum + instructions, 0)).toBe(20_000);
  });

  test('has the exit status that the script gives', () => {
    const exits = folder.file('exits.lua', 'os.exit(7)');
    const { status, stderr } = tidelock('profile', exits, '-o', output, '--libraries', 'all');
    expect(stderr).not.toContain('error');
    expect(status).toBe(7);
  });

  test('says where it cannot write', () => {
    const { status, stderr } = tidelock('profile', script, '-o', '/no/such/folder/out.cpuprofile');
    expect(stderr).toContain("cannot write '/no/such/folder/out.cpuprofile'");
    expect(status).toBe(2);
  });
});
