import { expect, test } from 'vitest';
import { engineModule } from '../../src/context/load-engine.ts';
import { Field, Status } from '../../src/engine/abi.ts';
import { Engine } from '../../src/engine/engine.ts';

const allLibraries = 0x1ff;

/** Opens a state with so much memory; returns the status and the bytes in use. */
function open(memoryLimit: number): { readonly status: number; readonly used: number } {
  const none = () => 0;
  const host = {
    look: none,
    brake: none,
    warning: none,
    hook: none,
    call: none,
    retain: none,
    release: none,
    clock: none,
  };
  const engine = new Engine(engineModule(), host, 2 ** 24);
  engine.set(Field.memoryLimit, memoryLimit);
  engine.set(Field.memoryWarning, 0xffff_ffff);
  engine.set(Field.fuel, 2 ** 30);
  const status = engine.exports.open(allLibraries, 0) & 7;
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
