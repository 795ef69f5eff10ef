import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// ljumptab.h charges for TFORLOOP, which jumps back, but checks only at TFORCALL
test.fails('bytecode whose TFORLOOP jumps to itself ends at its limit', () => {
  const child = fileURLToPath(new URL('hostile-bytecode.ts', import.meta.url));
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', child], {
    timeout: 5000,
    encoding: 'utf8',
  });
  expect(stdout).toBe('instructions');
});
