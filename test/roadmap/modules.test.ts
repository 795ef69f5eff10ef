/** Road map of lua-native, "Module / Require Integration": register_module, add_search_path, add_searcher. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

test('registerModule makes values and functions of the host a module', () => {
  const lua = new LuaContext();
  lua.registerModule('utils', {
    lerp: (a: number, b: number, t: number) => a + (b - a) * t,
    version: '1.0.0',
  });
  expect(lua.executeScript("local u = require('utils') return u.lerp(0, 10, 0.5), u.version")).toEqual([
    5,
    '1.0.0',
  ]);
});

test('addSearchPath lets require find files', () => {
  folder.file('mymod.lua', "return { name = 'mine' }");
  const lua = new LuaContext();
  lua.addSearchPath(join(folder.path, '?.lua'));
  expect(lua.executeScript("return require('mymod').name")).toBe('mine');
});

test('addSearcher resolves modules when they are required, once each', () => {
  const asked: string[] = [];
  const sources: Record<string, string> = { greet: "return function(name) return 'Hello, ' .. name end" };
  const lua = new LuaContext();
  lua.addSearcher((name) => {
    asked.push(name);
    return sources[name];
  });
  expect(lua.executeScript("require('greet') return require('greet')('Ada')")).toBe('Hello, Ada');
  expect(asked).toEqual(['greet']);
});

test('modules of all three kinds work together, and survive a reset', () => {
  folder.file('helpers.lua', "return { show = function() return require('config').name end }");
  const lua = new LuaContext();
  lua.addSearchPath(join(folder.path, '?.lua'));
  lua.registerModule('config', { name: 'production' });
  lua.addSearcher((name) => (name === 'main' ? "return require('helpers').show()" : null));
  lua.reset();
  expect(lua.executeScript("return (require('main'))")).toBe('production');
});
