import { expect, test } from 'vitest';
import { paint } from '../../src/cli/output.ts';
import { complete } from '../../src/cli/repl/completion.ts';
import { ReplSession } from '../../src/cli/repl/session.ts';

const options = { context: {}, stats: false, write: () => {}, show: String, paint: paint(process.stdout) };

/** The ways to go on from a line, in a session in which other lines were typed. */
async function completions(line: string, ...before: string[]): Promise<readonly string[]> {
  using session = new ReplSession(options);
  for (const typed of before) await session.enter(typed);
  return session.complete(line)[0];
}

test.each([
  ['globals', 'setm', ['setmetatable']],
  ['keywords', 'x = fun', ['function']],
  ['fields of libraries', 'return string.re', ['string.rep', 'string.reverse']],
  ['fields of libraries, after all sorts of signs', 'f(#math.ma', ['math.max', 'math.maxinteger']],
  ['commands', '.li', ['.limits']],
  ['nothing where there is nothing', 'nothing.here', []],
  ['nothing after a sign', 'x + ', []],
])('%s', async (_what, line, found) => {
  expect(await completions(line)).toEqual(found);
});

test('fields of tables that scripts made, at any depth', async () => {
  expect(await completions('a.b.', 'a = { b = { c = 1, d = 2, ["no name"] = 3 } }')).toEqual([
    'a.b.c',
    'a.b.d',
  ]);
});

test('methods of strings, and of objects by their metatables', async () => {
  expect(await completions('s:up', 's = "text"')).toEqual(['s:upper']);
  expect(await completions('o:m', 'o = setmetatable({}, { __index = { method = print } })')).toEqual([
    'o:method',
  ]);
});

test('without running anything of the script', async () => {
  const trap = 'o = setmetatable({}, { __index = function() ran = true end, __pairs = error })';
  expect(await completions('o.x.', trap)).toEqual([]);
  expect(await completions('o.', trap)).toEqual([]);
});

test('a metatable that leads back to itself ends', async () => {
  expect(await completions('o.a', 'o = { aa = 1 }', 'o.__index = o; setmetatable(o, o)')).toEqual(['o.aa']);
});

test('some of those that are too many, and none where the limits leave nothing', async () => {
  const many = await completions('many.k', 'many = {} for i = 1, 1e5 do many["k" .. i] = i end');
  expect(many.length).toBeGreaterThan(100);
  using session = new ReplSession({ ...options, context: { maxInstructions: 10 } });
  expect(session.complete('string.re')[0]).toEqual([]);
});

test('what is completed is the word, not the line', () => {
  expect(complete('print(harb', [], () => ['harbour'])).toEqual([['harbour'], 'harb']);
});
