import { afterAll, describe, expect, test } from 'vitest';
import { LuaContext, LuaOptionError } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import type { Fault } from './injector.ts';
import { Sweep } from './sweep.ts';

/**
 * Each test takes a part of the places; `npm run fuzz -- --only faults` takes all. A sweep throws where a fault
 * leads to anything but an error or a return, or where the next execution does not work.
 */
const stride = 89;
let injected = 0;
afterAll(() => console.log(`faults injected: ${injected}`));

const faults: readonly Fault[] = [
  { kind: 'no memory' },
  { kind: 'little memory', bytes: 64 },
  { kind: 'little memory', bytes: 3000 },
  { kind: 'abort' },
];

describe.each(faults)('$kind $bytes at any instruction', (fault) => {
  test('ends in order, and leaves nothing behind', { timeout: 120_000 }, () => {
    const sweep = new Sweep();
    const places = sweep.countLooks();
    expect(places).toBeGreaterThan(10_000);
    for (let at = 0; at < 100; at++) sweep.inject(at, fault);
    const before = sweep.settledMemory();
    for (let at = 0; at <= places; at += stride) sweep.inject(at, fault);
    expect(sweep.settledMemory() - before).toBeLessThan(1000);
    injected += sweep.injected;
  });
});

test('an exception in any call of the host ends in order, and leaves nothing behind', () => {
  const sweep = new Sweep();
  const calls = sweep.countHostCalls();
  expect(calls).toBeGreaterThan(10);
  for (let at = 1; at <= calls; at++) sweep.injectThrow(at);
  const before = sweep.settledMemory();
  for (let at = 1; at <= calls; at++) sweep.injectThrow(at);
  expect(sweep.settledMemory() - before).toBeLessThan(1000);
  injected += sweep.injected;
});

test('a state opens, or does not, with any amount of memory', () => {
  const smallest = new LuaContext({}, { libraries: 'none' }).getMemoryUsage();
  for (let maxMemory = 1; maxMemory < smallest + 3000; maxMemory += 61) {
    const error = caughtFrom(() => {
      const lua = new LuaContext({ greet: () => 'hello', list: [1, 2, 3] }, { libraries: 'none', maxMemory });
      caughtFrom(() => lua.executeScript('return greet()'));
      lua.dispose();
    });
    injected++;
    if (error !== undefined && maxMemory < smallest) expect(error).toBeInstanceOf(LuaOptionError);
    else if (error !== undefined) expect(error).toMatchObject({ resource: 'memory' });
  }
});
