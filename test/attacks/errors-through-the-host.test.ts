import { expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

// each error that reaches the host and goes back into Lua takes a report, whose cost was once lent and never taken back
const scripts = {
  'errors of callbacks, caught again and again': 'while true do pcall(call, error) end',
  'recursion through the host that overflows again and again':
    'local function f() call(f) end while true do pcall(f) end',
};

for (const [name, script] of Object.entries(scripts)) {
  test(`${name}, end near the limit`, () => {
    const lua = new LuaContext({ call: (fn: () => unknown) => fn() }, { maxInstructions: 300_000 });
    expect(caughtFrom(() => lua.executeScript(script))).toMatchObject({ resource: 'instructions' });
    expect(lua.usage.instructions).toBeLessThan(400_000);
    expect(lua.executeScript('return 1')).toBe(1);
  });
}
