import { describe, expect, test } from 'vitest';
import {
  type LuaContext,
  type LuaContextOptions,
  LuaConversionError,
  LuaStateError,
} from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';
import { attack, openVictim, works } from './attack.ts';

const long = 'local t = {} for i = 1, 1e5 do t[i] = i end return t';

function isSequence(value: unknown, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((item, i) => item === i + 1);
}

describe('what the host does at the wrong moment', () => {
  test.each(['reset', 'dispose'] as const)('%s in a host function', (method) => {
    const lua: LuaContext = openVictim({}, { now: () => lua[method]() });
    expect(attack(lua, 'now()', {}).error).toBeInstanceOf(LuaStateError);
    expect(works(lua)).toBe(true);
  });

  test('a getter that runs Lua while it is converted', () => {
    const hostile = {
      get a() {
        return lua.executeScript('return 1');
      },
    };
    const lua: LuaContext = openVictim({}, { hostile: () => hostile });
    expect(attack(lua, 'hostile()', {}).error).toBeInstanceOf(LuaStateError);
    expect(works(lua)).toBe(true);
  });

  test('a getter that throws a RangeError', () => {
    const lua = openVictim();
    const hostile = {
      get a(): never {
        throw new RangeError('mine');
      },
    };
    thrownBy(RangeError, () => lua.setGlobal('x', hostile));
    expect(works(lua)).toBe(true);
  });

  test('onWarning that runs scripts, in the midst of a result too', () => {
    const options: LuaContextOptions = {
      warningThreshold: 0.01,
      onWarning: () => void lua.executeScript(long),
    };
    const lua: LuaContext = openVictim(options);
    expect(isSequence(lua.executeScript(long), 1e5)).toBe(true);
    expect(works(lua)).toBe(true);
  });

  test('functions of another context, and of a state that was reset', () => {
    const [one, other] = [openVictim(), openVictim()];
    const callee = one.executeScript<() => unknown>('return function() end');
    thrownBy(LuaConversionError, () => other.setGlobal('f', callee));
    one.reset();
    thrownBy(LuaConversionError, () => callee());
    thrownBy(LuaConversionError, () => one.setGlobal('f', callee));
    expect(works(one) && works(other)).toBe(true);
  });
});

describe('what a script does to the host', () => {
  test('keys of the prototype chain are fields like any other', () => {
    const lua = openVictim({}, { object: { a: 1 } });
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
    for (const name of names) expect(lua.executeScript(`return object['${name}']`)).toBeNull();
    const made = lua.executeScript<object>('return { ["__proto__"] = { polluted = 1 }, constructor = 2 }');
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(Object.keys(made).sort()).toEqual(['__proto__', 'constructor']);
    expect('polluted' in {}).toBe(false);
  });

  test('a key cannot run Lua while a result is read', () => {
    let calls = 0;
    const lua = openVictim({}, { hit: () => calls++ });
    lua.executeScript('return { [{ toJSON = hit, toString = hit, valueOf = hit }] = 1, a = { 1, 2, 3 } }');
    expect(calls).toBe(0);
    expect(works(lua)).toBe(true);
  });

  test.each([511, 512, 513, 1024, 5000])('%d values arrive as they were sent', (length) => {
    const lua = openVictim({}, { count: (...values: unknown[]) => isSequence(values, length) });
    const script = `local t = {} for i = 1, ${length} do t[i] = i end assert(count(table.unpack(t))) return t`;
    expect(isSequence(lua.executeScript(script), length)).toBe(true);
  });

  test('a table whose length is beyond all bounds', () => {
    const lua = openVictim();
    const script = 'local t = {} for i = 0, 62 do t[1 << i] = 1 end t[math.maxinteger] = 1 return t';
    expect(attack(lua, script, { timeout: 500 }).how).not.toBe('TypeError');
    expect(works(lua)).toBe(true);
  });

  test('forged values of the debug library', () => {
    const scripts = [
      'debug.setupvalue(call, 1, "text") pcall(call, print)',
      'local _, holder = debug.getupvalue(call, 1) local release = debug.getmetatable(holder).__gc for i = 1, 5 do pcall(release, holder) end pcall(call, print)',
      'for k, v in pairs(debug.getregistry()) do if math.type(k) == "integer" and type(v) == "table" and k > 3 then for field in pairs(v) do v[field] = nil end end end pcall(call, print)',
    ];
    for (const script of scripts) {
      const lua = openVictim();
      attack(lua, script, { timeout: 500 });
      lua.reset();
      expect(works(lua)).toBe(true);
    }
  });
});

// in-slots.c read_slots: its allocations may run finalizers, which may call the host and overwrite what is read
test('a finalizer that calls the host leaves the results of other calls alone', () => {
  const values = Array.from({ length: 5000 }, (_, i) => `value-${i}-${'x'.repeat(50)}`);
  const lua = openVictim({}, { small: () => [1, 2, 3], big: () => values });
  const script = `
    local function arm() setmetatable({}, { __gc = function() small('x') arm_again() end }) end
    arm_again = arm
    for i = 1, 100 do arm() end
    for n = 1, 100 do
      local t = big()
      for i = 1, 5000 do assert(t[i]:sub(1, #tostring(i - 1) + 7) == 'value-' .. i - 1 .. '-') end
    end`;
  expect(attack(lua, script, { maxInstructions: 0, timeout: 5000 }).how).toBe('returned');
});

// lcorolib.c: coroutine.close of the running coroutine jumps past the frames of the host that called it
test('a coroutine that closes itself in a callback of the host', () => {
  const lua = openVictim();
  const script = `
    local co = coroutine.create(function() call(function() coroutine.close(coroutine.running()) end) end)
    coroutine.resume(co)`;
  expect(attack(lua, script, {}).error).not.toMatchObject({ code: 'ERR_LUA_STATE' });
  expect(works(lua)).toBe(true);
});

// decoder.ts: an object with a function in 'then' would be a promise to whoever awaits it
describe('await of a result does not call the script', () => {
  const caught = 'function(resolve) resolve("caught") end';

  test.each([
    ['a table', `return { ["then"] = ${caught} }`],
    ['a table with other fields', `return { "a", ["then"] = ${caught}, b = 1 }`],
    ['a live table', `return setmetatable({ ["then"] = ${caught} }, {})`],
    ['a live table by __index', `return setmetatable({}, { __index = function() return ${caught} end })`],
    ["a table with a function of the host's", 'return { ["then"] = host }'],
  ])('%s', async (_, script) => {
    const host = (resolve: unknown) => typeof resolve === 'function' && resolve('caught');
    expect((await openVictim({}, { host }).executeScript(script)) === 'caught').toBe(false);
  });

  test('a table within', async () => {
    const { inner } = openVictim().executeScript<{ inner: unknown }>(
      `return { inner = { ["then"] = ${caught} } }`,
    );
    expect(await inner).toEqual({});
  });

  test('what a callback is given', async () => {
    const given: unknown[] = [];
    openVictim({}, { host: (value: unknown) => void given.push(value) }).executeScript(
      `host({ ["then"] = ${caught} })`,
    );
    expect(await given[0]).toEqual({});
  });
});

test('a field then that is no function arrives', () => {
  expect(openVictim().executeScript('return { ["then"] = "later" }')).toHaveProperty('then', 'later');
});
