import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { standardOutputOf, startPrinting } from '../support/standard-output.ts';
import { caughtFrom } from '../support/thrown.ts';

const isSmall = (megabytes: number) => megabytes < 100;

/** What each call of print handed to the handler. */
function printed(script: string): string[][] {
  const lines: string[][] = [];
  new LuaContext({}, { print: (...values) => lines.push(values) }).executeScript(script);
  return lines;
}

describe('the print option', () => {
  test('gets each argument as tostring makes it', () => {
    expect(printed('print(1, 2.0, "three", nil, true)')).toEqual([['1', '2.0', 'three', 'nil', 'true']]);
  });

  test('gets what __tostring returns', () => {
    const script = 'print(setmetatable({}, { __tostring = function() return "nice" end }))';
    expect(printed(script)).toEqual([['nice']]);
  });

  test('is called once for each print, in order', () => {
    expect(printed('print("a") print() print("b")')).toEqual([['a'], [], ['b']]);
  });

  test('gets text with NUL and beyond ASCII whole', () => {
    expect(printed('print("a\\0b", "äß€😀")')).toEqual([['a\0b', 'äß€😀']]);
  });

  test('gets what coroutines print', () => {
    expect(printed('coroutine.wrap(function() print("inside") end)()')).toEqual([['inside']]);
  });

  test('returns nothing to the script, whatever the handler returns', () => {
    const lua = new LuaContext({}, { print: () => 5 });
    expect(lua.executeScript('return print("x")')).toBeUndefined();
  });

  test('throws into the script', () => {
    const broken = new Error('no paper');
    const print = () => {
      throw broken;
    };
    expect(caughtFrom(() => new LuaContext({}, { print }).executeScript('print(1)'))).toBe(broken);
  });

  test('gets a line without an end, though the results cannot be converted', () => {
    const lines: string[] = [];
    const lua = new LuaContext(
      {},
      { libraries: 'all', strictConversion: true, print: (line) => lines.push(line) },
    );
    caughtFrom(() => lua.executeScript('io.write("half a line") return { [print] = 1 }'));
    expect(lines).toEqual(['half a line']);
  });

  test('lasts over a reset', () => {
    const lines: string[] = [];
    const lua = new LuaContext({}, { print: (text) => lines.push(text) });
    lua.reset();
    lua.executeScript('print("again")');
    expect(lines).toEqual(['again']);
  });
});

describe('without it', () => {
  test('print writes to standard output, tabs between and a newline after', () => {
    expect(standardOutputOf('print("a", 1, nil)').toString()).toBe('a\t1\tnil\n');
  });

  test('what a slow reader has not taken does not pile up in memory', async () => {
    const child = startPrinting('local megabyte = ("x"):rep(999999) for _ = 1, 200 do print(megabyte) end');
    let size = 0;
    const grown = text(child.stderr as Readable);
    for await (const chunk of child.stdout as Readable) {
      size += chunk.length;
      createHash('sha512').update(chunk).update(chunk).digest();
    }
    expect({ size, grown: Number(await grown) }).toEqual({ size: 200e6, grown: expect.toSatisfy(isSmall) });
  });
});

describe('print itself', () => {
  test('raises what __tostring raises', () => {
    const script =
      'return pcall(print, setmetatable({}, { __tostring = function() error("not shown", 0) end }))';
    expect(new LuaContext().executeScript(script)).toEqual([false, 'not shown']);
  });

  test('takes a __tostring that returns a number, as text', () => {
    expect(printed('print(setmetatable({}, { __tostring = function() return 1 end }))')).toEqual([['1']]);
  });

  test('refuses a __tostring that returns no string', () => {
    const script = 'return pcall(print, setmetatable({}, { __tostring = function() return {} end }))';
    expect(new LuaContext().executeScript(script)).toEqual([false, "'__tostring' must return a string"]);
  });
});
