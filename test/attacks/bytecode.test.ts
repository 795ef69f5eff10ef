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

const storms = Array.from({ length: 5 }, (_, i) => 1000 + i);

test.each(storms)(
  'of 2,500 damaged chunks each ends as an error, a limit or a result, and other contexts live on (seed %i)',
  { timeout: 120_000 },
  (seed) => {
    const child = fileURLToPath(new URL('bytecode-storm.ts', import.meta.url));
    const options = { timeout: 110_000, encoding: 'utf8' } as const;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', child, String(seed), '2500'],
      options,
    );
    expect([stderr, status]).toEqual(['', 0]);
    const ends: Record<string, number> = JSON.parse(stdout);
    const kinds = [
      'returned',
      'ERR_LUA_SYNTAX',
      'ERR_LUA_RUNTIME',
      'ERR_LUA_LIMIT',
      'ERR_LUA_STATE',
      'ERR_LUA_CONVERSION',
    ];
    expect(Object.keys(ends).filter((kind) => !kinds.includes(kind))).toEqual([]);
    expect(Object.values(ends).reduce((sum, n) => sum + n)).toBe(2500);
  },
);
