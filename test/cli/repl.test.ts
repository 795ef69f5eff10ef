import { afterAll, describe, expect, test } from 'vitest';
import { paint } from '../../src/cli/output.ts';
import { ReplSession } from '../../src/cli/repl/session.ts';
import type { LuaContextOptions } from '../../src/index.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

/** What a session says to lines that are typed; repl-terminal.test.ts has the terminal around it. */
async function repl(
  lines: readonly string[],
  context: LuaContextOptions = {},
  stats = false,
): Promise<string> {
  let said = '';
  const write = (text: string) => {
    said += text;
  };
  using session = new ReplSession({ context, stats, write, show: String, paint: paint(process.stdout) });
  for (const line of lines) {
    await session.enter(line);
    if (session.ended) break;
  }
  return said;
}

describe('what is typed', () => {
  test.each([
    ['an expression', '1 + 1', '2\n'],
    ["Lua 5.1's =", '= 6 * 7', '42\n'],
    ['several results', '1, "two", nil', '1\n"two"\nnil\n'],
    ['no results', 'print("a", 1)', 'a\t1\n'],
    ['return', 'local a = 1; return a, 2.0', '1\n2.0\n'],
    ['an expression with a comment', '"x" -- comment', '"x"\n'],
    ['a statement', 'x = 1', ''],
    ['nothing', '', ''],
    ['no arguments', 'select("#", ...)', '0\n'],
  ])('%s', async (_what, line, said) => {
    expect(await repl([line])).toBe(said);
  });

  test.each([
    ['a loop', ['for i = 1, 2 do', 'print(i)', 'end'], '1\n2\n'],
    ['an expression', ['1 +', '2'], '3\n'],
    ['a call', ['math.max(1,', '2', ')'], '2\n'],
    ['a long string', ['[[a', 'b]]'], '"a\\nb"\n'],
    ['an empty line within', ['(function()', '', 'return 1 end)()'], '1\n'],
  ])('%s over several lines', async (_what, lines, said) => {
    expect(await repl(lines)).toBe(said);
  });

  test('globals last from one chunk to the next, locals do not', async () => {
    expect(await repl(['local a = 1; b = 2', 'a, b'])).toBe('nil\n2\n');
  });
});

describe('results are shown', () => {
  test.each([
    ['strings quoted', String.raw`'a"\n\0é'`, String.raw`"a\"\n\0é"`],
    ['floats with their point', '1.0, 1/0, -0.0', '1.0\ninf\n-0.0'],
    [
      'tables with what they hold',
      '{1, {2}, x = "y", ["a b"] = true, [2.5] = {}, ["end"] = 1}',
      '{ 1, { 2 }, [2.5] = {}, ["a b"] = true, ["end"] = 1, x = "y" }',
    ],
    [
      'long tables line by line',
      '{("x"):rep(60), ("y"):rep(60)}',
      `{\n  "${'x'.repeat(60)}",\n  "${'y'.repeat(60)}"\n}`,
    ],
    [
      'only a hundred fields',
      '#(function() local t = {} for i = 1, 150 do t[i] = i end return t end)()',
      '150',
    ],
    ['deep tables cut', '{{{{{{}}}}}}', '{ { { { { {} } } } } }'],
    ['deeper tables cut', '{{{{{{1}}}}}}', '{ { { { { { ... } } } } } }'],
    [
      'functions and threads by their kind',
      'type(print), tostring(print):match("^%a+")',
      '"function"\n"function"',
    ],
    ['by __tostring', 'setmetatable({}, {__tostring = function() return "me" end})', 'me'],
  ])('%s', async (_what, line, said) => {
    expect(await repl([line])).toBe(`${said}\n`);
  });

  test('tables that contain themselves', async () => {
    expect(await repl(['t = { 1 }', 't.t = t', 't'])).toBe('{ 1, t = (itself, further up) }\n');
  });

  test('fields beyond the hundredth are counted', async () => {
    const [, last] = (await repl(['t = {} for i = 1, 150 do t[i] = i end', 't'])).split('100,');
    expect(last).toBe('\n  ... (50 more)\n}\n');
  });

  test('in the way of the library as it was, whatever scripts do to it', async () => {
    expect(await repl(['string.format, table.concat, tostring, next = nil', '{ 1.5, "x" }'])).toBe(
      '{ 1.5, "x" }\n',
    );
  });

  test('as tidelock run does, without libraries', async () => {
    expect(await repl(['1, "x"'], { libraries: 'none' })).toBe('1\nx\n');
  });
});

describe('errors', () => {
  test('have a traceback that ends with what was typed', async () => {
    expect(await repl(['function f() error("oops") end', 'local x = f() return x'])).toBe(
      "error: stdin:1: oops\nstack traceback:\n\t[C]: in global 'error'\n\tstdin:1: in global 'f'\n\tstdin:1: in main chunk\n",
    );
  });

  test('of syntax name the place, and the session goes on', async () => {
    expect(await repl(['pri nt', '1'])).toBe("error: stdin:1: syntax error near 'nt'\n1\n");
  });

  test('limits end a chunk, and say how to have more', async () => {
    const said = await repl(['while true do pcall(function() while true do end end) end', '1'], {
      profile: 'strict',
    });
    expect(said).toMatch(/^error: instruction limit exceeded: 1,000,000 of 1,000,000 /);
    expect(said).toMatch(/\nTo allow more: \.limits instructions 1e9\n1\n$/);
  });
});

describe('commands', () => {
  const strict = 'instructions  1,000,000\nmemory        10,485,760 bytes\ntime          5,000 ms\n';

  test('.limits shows the limits', async () => {
    expect(await repl(['.limits'], { profile: 'strict' })).toBe(strict);
  });

  test('.limits takes a profile', async () => {
    expect(await repl(['.limits strict', '.limits unlimited'])).toContain(
      `${strict}instructions  no limit\n`,
    );
  });

  test('.limits changes one limit, which then holds', async () => {
    const said = await repl([
      '.limits instructions 1e3',
      '.limits memory 1MB',
      '.limits time 2s',
      'while true do end',
    ]);
    expect(said).toContain('instructions  1,000\nmemory        1,048,576 bytes\ntime          2,000 ms\n');
    expect(said).toContain('instruction limit exceeded: 1,000 of 1,000');
  });

  test.each([
    '.limits instructions',
    '.limits foo 1',
    '.limits memory much',
    '.limits instructions -1',
    '.limits time 1s 2s',
  ])('%s says what it takes', async (line) => {
    expect(await repl([line, '1'])).toMatch(/must be .*\n1\n$/);
  });

  test('.load runs a file, whose name may have spaces', async () => {
    const file = folder.file('a program.lua', '#!/usr/bin/env tidelock\nloaded = true return "from file"');
    expect(await repl([`.load ${file}`, 'loaded'])).toBe('"from file"\ntrue\n');
  });

  test('.load names the file in errors', async () => {
    const file = folder.file('wrong.lua', '-- a comment\nlocal x = nil + 1');
    const said = await repl([`.load ${file}`]);
    expect(said).toContain(`${file}:2: attempt to perform arithmetic`);
    expect(said).toMatch(/:2: in main chunk\n$/);
    expect(await repl([`.load ${folder.file('no.lua', 'end) (')}`])).toContain(`no.lua:1: `);
  });

  test('.load says why a file cannot be read', async () => {
    expect(await repl(['.load /none.lua'])).toContain("cannot read '/none.lua': there is no such file");
  });

  test('.reset begins anew', async () => {
    expect(await repl(['x = 1', '.reset', 'x, {1}'])).toBe('nil\n{ 1 }\n');
  });

  test('.exit ends the session', async () => {
    expect(await repl(['1', '.exit', '2'])).toBe('1\n');
  });

  test('.help lists them all', async () => {
    const said = await repl(['.help']);
    for (const name of ['.help', '.limits', '.load', '.reset', '.exit'])
      expect(said).toContain(`\n${name} `.trimStart());
  });

  test('one that is not there says so', async () => {
    expect(await repl(['.nope', '.5 + 1'])).toBe('There is no .nope; .help lists what there is.\n1.5\n');
  });

  test('--stats prints what each chunk used', async () => {
    expect(await repl(['1'], {}, true)).toMatch(
      /^1\n\d+ instructions, [\d,]+ bytes of memory at most, [\d.]+ ms\n$/,
    );
  });
});
