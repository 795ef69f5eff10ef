import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

function endOf(distance: string): string {
  const child = fileURLToPath(new URL('hostile-bytecode.ts', import.meta.url));
  const options = { timeout: 5000, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--import', 'tsx', child, distance], options).stdout;
}

test('bytecode whose TFORLOOP jumps to its TFORCALL ends at its limit', () => {
  expect(endOf('to the call')).toBe('instructions');
});

test('bytecode whose TFORLOOP jumps to itself ends at its limit', () => {
  expect(endOf('to itself')).toBe('instructions');
});
