import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaLimitError, LuaOptionError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

const lua = new LuaContext({ twice: (n: number) => 2 * n });
lua.executeScript(`
  function add(a, b) return a + b end
  function none() end
  function many(...) return ... end
  function fail() error('no') end
  function endless() while true do end end
  module = { deep = { er = function() return 'found' end } }
  text = 'not a function'
`);

describe('call', () => {
  test('passes its arguments and returns the result', () => {
    expect(lua.call('add', 1, 2)).toBe(3);
  });

  test('returns undefined for no result', () => {
    expect(lua.call('none')).toBeUndefined();
  });

  test('returns an array for several results', () => {
    expect(lua.call('many', 1, 'two', null)).toEqual([1, 'two', null]);
  });

  test('follows a dotted path', () => {
    expect(lua.call('module.deep.er')).toBe('found');
  });

  test('reaches the functions of the libraries', () => {
    expect(lua.call('string.rep', 'ab', 2)).toBe('abab');
  });

  test('reaches host functions', () => {
    expect(lua.call('twice', 21)).toBe(42);
  });

  test('throws what the function raises', () => {
    expect(thrownBy(LuaError, () => lua.call('fail')).message).toMatch(/no$/);
  });

  test('runs under the limits of the context', () => {
    expect(thrownBy(LuaLimitError, () => lua.call('endless')).resource).toBe('instructions');
  });

  test.each([
    ['missing', 'nil'],
    ['text', 'string'],
    ['module', 'table'],
    ['module.missing', 'nil'],
    ['missing.deep', 'nil'],
  ])('%s is no function', (name, kind) => {
    const error = thrownBy(LuaOptionError, () => lua.call(name));
    expect(error.message).toBe(
      `name is '${name}', but must be the name of a Lua function (it is a ${kind} value)`,
    );
  });

  test('a path through a value without fields says which', () => {
    const error = thrownBy(LuaError, () => lua.call('module.deep.er.more'));
    expect(error.message).toBe("'module.deep.er' is a function value, not a table");
  });

  test('a name that is not a string is refused by the name of the parameter', () => {
    const error = thrownBy(LuaOptionError, () => lua.call(untyped(5)));
    expect(error.message).toMatch(/^name is 5, but must be /);
  });
});
