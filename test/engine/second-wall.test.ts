import { afterEach, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

const { Memory } = WebAssembly;
const maxima: (number | undefined)[] = [];

afterEach(() => {
  WebAssembly.Memory = Memory;
});

test('the memory of an engine can never grow beyond 2 GB, whatever its limits', () => {
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      maxima.push(descriptor.maximum);
    }
  };
  for (const maxMemory of [0, '10MB', 2 ** 40]) new LuaContext({}, { maxMemory }).dispose();
  expect(maxima.length).toBeGreaterThanOrEqual(3);
  for (const maximum of maxima) expect(maximum).toBeLessThanOrEqual(2 ** 31 / 2 ** 16);
});

test.each(['("x"):rep(2^31)', '("x"):rep(2^40)', 'table.create(2^28)', 'table.create(2^40)'])(
  '%s is an error where memory is not limited, not a fault',
  (expression) => {
    const lua = new LuaContext({}, { profile: 'unlimited' });
    const error = caughtFrom(() => lua.executeScript(`return #${expression}`));
    expect((error as { code?: string }).code).toMatch(/^ERR_LUA_(LIMIT|RUNTIME)$/);
    expect(lua.executeScript('return 1')).toBe(1);
    lua.dispose();
  },
);
