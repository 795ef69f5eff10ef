import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions, LuaConversionError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const open = (options: LuaContextOptions = {}) => new LuaContext({}, { strictConversion: true, ...options });

describe('into Lua', () => {
  test.each<[string, unknown, string]>([
    [
      'null in an array',
      [1, null],
      'strict conversion: null in an array would end the Lua sequence there: filter the array, or use false (at [1])',
    ],
    [
      'undefined in an array',
      [undefined],
      'strict conversion: undefined in an array would end the Lua sequence there: filter the array, or use false (at [0])',
    ],
    [
      'null as a value',
      { a: null },
      'strict conversion: null as a value would remove the key: leave the key out, or use false (at .a)',
    ],
    [
      'undefined as a value',
      { a: undefined },
      'strict conversion: undefined as a value would remove the key: leave the key out, or use false (at .a)',
    ],
    [
      'deep inside',
      { rows: [{ cells: [1, [null]] }] },
      'strict conversion: null in an array would end the Lua sequence there: filter the array, or use false (at .rows[0].cells[1][0])',
    ],
    [
      'a value of a Map',
      new Map([['a', null]]),
      'strict conversion: null as a value would remove the key: leave the key out, or use false (at .a)',
    ],
    [
      'an item of a Set',
      new Set([null]),
      'strict conversion: null in an array would end the Lua sequence there: filter the array, or use false (at [0])',
    ],
  ])('%s', (_, value, message) => {
    expect(thrownBy(LuaConversionError, () => open().executeScript('', { args: [value] })).message).toBe(
      message,
    );
  });

  test('null in a Map with numbers for keys is named as a value', () => {
    const pass = () => open().executeScript('', { args: [new Map([[5, null]])] });
    expect(thrownBy(LuaConversionError, pass).message).toMatch(/null as a value would remove the key/);
  });

  test.each<[string, Map<unknown, unknown>]>([
    [
      '1 and 1n',
      new Map<unknown, unknown>([
        [1, 'a'],
        [1n, 'b'],
      ]),
    ],
    [
      'text and its bytes',
      new Map<unknown, unknown>([
        ['a', 1],
        [new Uint8Array([97]), 2],
      ]),
    ],
  ])('keys of a Map that become one: %s', (_, map) => {
    thrownBy(LuaConversionError, () => open().executeScript('', { args: [map] }));
  });

  test.each<[string, Map<unknown, unknown>]>([
    [
      'a float and the bigint of its value',
      new Map<unknown, unknown>([
        [2 ** 60, 'a'],
        [2n ** 60n, 'b'],
      ]),
    ],
    [
      'a Date and its milliseconds',
      new Map<unknown, unknown>([
        [5, 'a'],
        [new Date(5), 'b'],
      ]),
    ],
  ])('keys of a Map that become one: %s', (_, map) => {
    thrownBy(LuaConversionError, () => open().executeScript('', { args: [map] }));
  });

  test('keys of a Map that are alike but differ in Lua', () => {
    const keys = [1, '1', 1.5, true, false, 'true', 2 ** 60, [1], [1], Math.sqrt, (n: number) => n, ''];
    const map = new Map<unknown, unknown>(keys.map((key) => [key, 1]));
    const count = 'local n = 0 for _ in pairs(...) do n = n + 1 end return n';
    expect(open().executeScript(count, { args: [map] })).toBe(keys.length);
  });

  test('null by itself is nil', () => {
    expect(open().executeScript('return ...', { args: [null] })).toBeNull();
  });

  test('false is a value', () => {
    expect(open().executeScript('return ...', { args: [[1, false, 3]] })).toEqual([1, false, 3]);
  });

  test('a hole is refused', () => {
    const list = [1, 2, 3];
    delete list[1];
    thrownBy(LuaConversionError, () => open().executeScript('', { args: [list] }));
  });

  test('what a host function returns', () => {
    const lua = open();
    lua.setGlobal('f', () => [null]);
    expect(thrownBy(LuaConversionError, () => lua.executeScript('f()')).message).toMatch(/\(at \[0\]\)$/);
  });

  test('setGlobal', () => {
    thrownBy(LuaConversionError, () => open().setGlobal('x', [null]));
  });

  test('a handle', () => {
    thrownBy(LuaConversionError, () => open().createTable().set('x', { a: null }));
  });

  test('after a refusal the context works', () => {
    const lua = open();
    thrownBy(LuaConversionError, () => lua.setGlobal('x', [[[null]]]));
    expect(lua.executeScript('return ...', { args: [[[1]]] })).toEqual([[1]]);
  });
});

describe('out of Lua', () => {
  test.each([
    ['a boolean as key', '{ [true] = 1 }', /a table key of type boolean cannot be a property's name/],
    ['a table as key', '{ [{}] = 1 }', /a table key of type (object|table) cannot be a property's name/],
    ['a function as key', '{ [print] = 1 }', /a table key of type function cannot be a property's name/],
    [
      'a number and its text',
      '{ [1] = "a", ["1"] = "b" }',
      /the table keys 1 .* and '1' .* would become one property/,
    ],
    ['a float and its text', '{ [1.5] = "a", ["1.5"] = "b" }', /would become one property/],
    ['a key that is not UTF-8', '{ ["\\xff"] = 1 }', /not UTF-8/],
    ['deep inside', '{ { a = { [true] = 1 } } }', /a table key of type boolean/],
  ])('%s', (_, expression, message) => {
    expect(thrownBy(LuaConversionError, () => open().executeScript(`return ${expression}`)).message).toMatch(
      message,
    );
  });

  test.each(['{ [true] = 1 }', '{ [1] = "a", ["1"] = "b" }', '{ ["then"] = print }'])(
    'the message about %s names a remedy',
    (expression) => {
      expect(
        thrownBy(LuaConversionError, () => open().executeScript(`return ${expression}`)).message,
      ).toMatch(/: use tableAs: 'map', or read it through getGlobalRef$/);
    },
  );

  test('the message about bytes that are not UTF-8 names a remedy', () => {
    const run = () => open().executeScript('return { ["\\xff"] = 1 }');
    expect(thrownBy(LuaConversionError, run).message).toMatch(
      /: read it through getGlobalRef with binaryStrings$/,
    );
  });

  test('the message names the place', () => {
    const run = () => open().executeScript('return { rows = { { [true] = 1 } } }');
    expect(thrownBy(LuaConversionError, run).message).toMatch(/\.rows\[1\]/);
  });

  test.each([
    ['booleans', '{ [true] = 1 }', new Map([[true, 1]])],
    [
      'a number and its text',
      '{ "a", ["1"] = "b" }',
      new Map<unknown, unknown>([
        [1, 'a'],
        ['1', 'b'],
      ]),
    ],
  ])("keys that a Map can hold are fine with tableAs 'map': %s", (_, expression, value) => {
    expect(open({ tableAs: 'map' }).executeScript(`return ${expression}`)).toEqual(value);
  });

  test("keys that are not UTF-8 are refused with tableAs 'map'", () => {
    const run = () => open({ tableAs: 'map' }).executeScript('return { ["\\xff"] = 1, ["\\xfe"] = 2 }');
    thrownBy(LuaConversionError, run);
  });

  test('the arguments of a host function', () => {
    const lua = open();
    lua.setGlobal('f', () => 1);
    thrownBy(LuaConversionError, () => lua.executeScript('f({ [true] = 1 })'));
  });

  test('the pairs of a handle may have any keys', () => {
    const lua = open();
    lua.executeScript('t = { [true] = 1 }');
    expect(lua.getGlobalRef('t').pairs()).toEqual([[true, 1]]);
  });
});

describe('without it the losses are silent', () => {
  test.each<[string, string, unknown]>([
    ['keys that have no name', '{ [{}] = 1, a = 2 }', { a: 2 }],
    ['bytes that are not UTF-8', '"a\\xff"', 'a\ufffd'],
  ])('%s', (_, expression, value) => {
    expect(new LuaContext().executeScript(`return ${expression}`)).toEqual(value);
  });
});

describe('the keys of a table that JavaScript holds', () => {
  const bytes = `bytes = { ['\\xff'] = 1 }`;
  const message =
    /a table key that is not UTF-8 cannot be text: read it through getGlobalRef with binaryStrings/;

  test.each<[string, (lua: LuaContext) => unknown]>([
    ['keys()', (lua) => lua.getGlobalRef('bytes').keys()],
    ['pairs()', (lua) => lua.getGlobalRef('bytes').pairs()],
    ['iterating', (lua) => [...lua.getGlobalRef('bytes')]],
    [
      'Object.keys of a live table',
      (lua) => Object.keys(lua.executeScript('return setmetatable(bytes, {})')),
    ],
  ])('that are not text are refused by %s', (_, read) => {
    const lua = open();
    lua.executeScript(bytes);
    expect(thrownBy(LuaConversionError, () => read(lua)).message).toMatch(message);
  });

  test('that are not text are bytes with binaryStrings', () => {
    const lua = open({ binaryStrings: true });
    lua.executeScript(`${bytes} bytes[2] = true`);
    expect(lua.getGlobalRef('bytes').keys()).toEqual([2, Uint8Array.of(0xff)]);
  });

  test('come after values of any size', () => {
    const lua = open();
    lua.executeScript(`values = { a = { 1, 2, { 3 } }, ['\\u{e9}'] = 'b' }`);
    expect(new Map(lua.getGlobalRef('values').pairs())).toEqual(
      new Map<unknown, unknown>([
        ['a', [1, 2, [3]]],
        ['é', 'b'],
      ]),
    );
  });

  test.each([
    ['that has no name', '{ [true] = 1 }', /a table key of type boolean cannot be a property's name/],
    ['that has the name of another', `{ [7] = 1, ['7'] = 2 }`, /would become one property/],
  ])('of a live table are refused where there is one %s', (_, table, message) => {
    const live = open().executeScript<object>(`return setmetatable(${table}, {})`);
    expect(thrownBy(LuaConversionError, () => Object.keys(live)).message).toMatch(message);
  });
});
