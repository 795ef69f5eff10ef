import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaOptionError } from '../../src/index.ts';
import { evaluate, untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

describe('results', () => {
  test('a script without results returns undefined', () => {
    expect(evaluate('local x = 1')).toBeUndefined();
  });

  test('an empty script is a script', () => {
    expect(evaluate('')).toBeUndefined();
  });

  test('one result is returned as it is', () => {
    expect(evaluate('return 1 + 1')).toBe(2);
  });

  test('a result that is nil is null, unlike no result', () => {
    expect(evaluate('return nil')).toBeNull();
  });

  test('several results are an array, trailing nils included', () => {
    expect(evaluate('return 1, "two", nil')).toEqual([1, 'two', null]);
  });

  test('thousands of results arrive in order', () => {
    const count = 5_000;
    const results = evaluate(`local t = {} for i = 1, ${count} do t[i] = i end return table.unpack(t)`);
    expect(results).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  });
});

describe('variables', () => {
  test('globals last from one script to the next', () => {
    const lua = new LuaContext();
    lua.executeScript('counter = 41');
    expect(lua.executeScript('return counter + 1')).toBe(42);
  });

  test('locals end with their script', () => {
    const lua = new LuaContext();
    lua.executeScript('local secret = 1');
    expect(lua.executeScript('return secret')).toBeNull();
  });

  test('contexts share nothing', () => {
    const first = new LuaContext();
    const second = new LuaContext();
    first.executeScript('string.upper = nil; shared = 1');
    expect(second.executeScript('return shared, string.upper("a")')).toEqual([null, 'A']);
  });

  test('the globals of the constructor are set', () => {
    expect(evaluate('return a + b.c', { a: 1, b: { c: 2 } })).toBe(3);
  });
});

describe('args', () => {
  const lua = new LuaContext();

  test('they are the ... of the script', () => {
    expect(lua.executeScript('return ...', { args: [1, 'two', true, [3]] })).toEqual([1, 'two', true, [3]]);
  });

  test('without them ... is empty', () => {
    expect(lua.executeScript('return select("#", ...)')).toBe(0);
  });

  test('null and undefined are nils that count', () => {
    expect(lua.executeScript('return select("#", ...)', { args: [null, undefined] })).toBe(2);
  });

  test('there may be thousands of them', () => {
    expect(lua.executeScript('return select("#", ...)', { args: new Array(5_000).fill('x') })).toBe(5_000);
  });

  test('what is not an array is refused by name', () => {
    const error = thrownBy(LuaOptionError, () => lua.executeScript('', { args: untyped('x') }));
    expect(error.message).toBe("args is 'x', but must be an array");
  });
});

describe('chunkName', () => {
  const place = (chunkName?: string) => {
    const options = chunkName === undefined ? {} : { chunkName };
    const fail = () => new LuaContext().executeScript('\nlocal x = nil + 1', options);
    return thrownBy(LuaError, fail).message.replace(/:2: .*/s, '');
  };

  test('@name is a file name', () => expect(place('@dir/file.lua')).toBe('dir/file.lua'));
  test('=name stands as it is', () => expect(place('=stdin')).toBe('stdin'));
  test('any other name is text of the source', () => expect(place('return 1')).toBe('[string "return 1"]'));
  test('without one the source itself is shown', () => expect(place()).toBe('[string "..."]'));

  test('what is not a string is refused by name', () => {
    const error = thrownBy(LuaOptionError, () =>
      new LuaContext().executeScript('', { chunkName: untyped(5) }),
    );
    expect(error.message).toBe('chunkName is 5, but must be a string');
  });
});

describe('source', () => {
  test('may hold any character in its strings, NUL included', () => {
    expect(evaluate('return "a\0b", "äß€😀"')).toEqual(['a\0b', 'äß€😀']);
  });

  test('runs to its end, past a NUL in a comment', () => {
    expect(evaluate('-- \0\nreturn 1')).toBe(1);
  });

  test('may be bytes', () => {
    expect(new LuaContext().executeScript(new TextEncoder().encode('return "ä"'))).toBe('ä');
  });

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['an array of bytes', [1, 2, 3]],
    ['an object with toString', { toString: () => 'return 1' }],
  ])('%s is not a source', (_, source) => {
    const error = thrownBy(LuaOptionError, () => new LuaContext().executeScript(untyped(source)));
    expect(error.message).toMatch(/^source is .*, but must be a string, or the bytes, of Lua source$/);
  });
});
