import { expect, test } from 'vitest';
import { LuaContext, type LuaContextOptions } from '../../src/index.ts';

const draw = (lua: LuaContext) => lua.executeScript('return math.random(1 << 50), math.random()');
const drawWith = (options: LuaContextOptions) => draw(new LuaContext({}, options));

test('contexts with the same seed draw the same numbers', () => {
  expect(drawWith({ seed: 7 })).toEqual(drawWith({ seed: 7 }));
});

test('contexts with different seeds draw different numbers', () => {
  expect(drawWith({ seed: 7 })).not.toEqual(drawWith({ seed: 8 }));
});

test('contexts without a seed draw different numbers', () => {
  expect(drawWith({})).not.toEqual(drawWith({}));
});

test('a seed starts afresh with reset', () => {
  const lua = new LuaContext({}, { seed: 7 });
  const first = draw(lua);
  lua.reset();
  expect(draw(lua)).toEqual(first);
});

test('without a seed reset brings new numbers', () => {
  const lua = new LuaContext();
  const first = draw(lua);
  lua.reset();
  expect(draw(lua)).not.toEqual(first);
});

test('a seed may be negative', () => {
  expect(drawWith({ seed: -1 })).toEqual(drawWith({ seed: -1 }));
});

test('a script may set a seed of its own', () => {
  const lua = new LuaContext();
  const script = 'math.randomseed(42) return math.random(1 << 50)';
  expect(lua.executeScript(script)).toBe(lua.executeScript(script));
});

test('math.randomseed() without arguments draws on with other numbers', () => {
  const script = 'math.randomseed() return math.random(1 << 50)';
  const lua = new LuaContext();
  expect(lua.executeScript(script)).not.toBe(lua.executeScript(script));
});

test('the order of pairs does not depend on the seed', () => {
  const order = (seed: number) =>
    new LuaContext({}, { seed }).executeScript(`
      local keys = {}
      local t = {}
      for i = 1, 50 do t['key' .. i] = true end
      for key in pairs(t) do keys[#keys + 1] = key end
      return table.concat(keys, ' ')`);
  expect(order(1)).toBe(order(2));
});
