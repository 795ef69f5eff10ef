import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaSyntaxError } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';

const lua = new LuaContext();
const refused = (source: string, chunkName = '=chunk') =>
  thrownBy(LuaSyntaxError, () => lua.executeScript(source, { chunkName }));

describe('a script that is not Lua', () => {
  test.each([
    ['x = = 1', 1, "unexpected symbol near '='"],
    ['x = 1\ny = = 2', 2, "unexpected symbol near '='"],
    ['if x then', 1, "'end' expected near <eof>"],
    ['\n\nif x then\n', 4, "'end' expected (to close 'if' at line 3) near <eof>"],
    ["x = 'unfinished", 1, 'unfinished string near <eof>'],
    ['x = [[unfinished\n\n', 3, 'unfinished long string (starting at line 1) near <eof>'],
    ['goto nowhere', 1, "no visible label 'nowhere' for <goto> at line 1"],
    ['break', 1, "break outside loop near 'break'"],
    ['x = 0x', 1, "malformed number near '0x'"],
    ["x = '\\q'", 1, "invalid escape sequence near ''\\q'"],
    ['local x <const> = 1; x = 2', 1, "attempt to assign to const variable 'x'"],
    ['return return', 1, "unexpected symbol near 'return'"],
  ])('%j says where and what', (source, line, text) => {
    const error = refused(source);
    expect([error.line, error.message]).toEqual([line, expect.stringContaining(text)]);
  });

  test('names the chunk as messages do', () => {
    expect(refused('x = = 1', '@dir/file.lua').chunk).toBe('dir/file.lua');
  });

  test('names text of the source where there is no name', () => {
    const error = thrownBy(LuaSyntaxError, () => lua.executeScript('x = = 1'));
    expect([error.chunk, error.line]).toEqual(['[string "x = = 1"]', 1]);
  });

  test('finds the line behind a chunk name with a colon and digits', () => {
    const error = refused('\nx = = 1', '@C:5: odd.lua');
    expect([error.chunk, error.line]).toEqual(['C:5: odd.lua', 2]);
  });

  test('has a class and a code of its own', () => {
    expect(refused('=')).toMatchObject({ name: 'LuaSyntaxError', code: 'ERR_LUA_SYNTAX' });
  });

  test('is a LuaError', () => {
    expect(refused('=')).toBeInstanceOf(LuaError);
  });

  test('runs no part of it', () => {
    refused('ran = true x = = 1');
    expect(lua.getGlobal('ran')).toBeNull();
  });
});

describe('load', () => {
  test('returns the message to the script', () => {
    expect(lua.executeScript('return load("x = = 1", "=chunk")')).toEqual([
      null,
      "chunk:1: unexpected symbol near '='",
    ]);
  });

  test('with an error that the script raises again makes a LuaError, no LuaSyntaxError', () => {
    const error = thrownBy(LuaError, () => lua.executeScript('assert(load("x = = 1", "=chunk"))'));
    expect(error.constructor).toBe(LuaError);
  });
});
