import { expect, test } from 'vitest';
import { openEngine } from '../../src/context/open-engine.ts';
import { Field, Status } from '../../src/engine/abi.ts';

const allLibraries = 0x3ff;

/** Opens a state with so much memory; returns the status and the bytes in use. */
function open(memoryLimit: number): { readonly status: number; readonly used: number } {
  const { engine, status: result } = openEngine(allLibraries, 0, memoryLimit);
  const status = result & 7;
  return { status, used: engine.get(Field.memoryUsed) };
}

test('the engine opens a state, or reports that memory is not enough, at every limit', {
  timeout: 120_000,
}, () => {
  const { status, used } = open(2 ** 24);
  expect(status).toBe(Status.ok);
  for (let limit = 0; limit <= used + 4096; limit += 17) {
    const outcome = open(limit);
    expect([Status.ok, Status.memoryError]).toContain(outcome.status);
    expect(outcome.used).toBeLessThanOrEqual(limit);
  }
});
