import { expect, test } from 'vitest';
import { LuaContext, LuaError, LuaLimitError, LuaSyntaxError } from '../../src/index.ts';
import { openExecutor, rejectionOf } from './executors.ts';

const compile = (source: string) => new LuaContext({}, { allowBytecode: true }).compile(source);

test('an executor runs what LuaContext.compile made, with arguments, globals and limits', async () => {
  const executor = openExecutor();
  const bytecode = compile('return a * ...');
  expect((await executor.execute({ bytecode }, { args: [7], globals: { a: 6 } })).value).toBe(42);
  const loop = executor.execute(
    { bytecode: compile('while true do end') },
    { limits: { maxInstructions: 5_000 } },
  );
  expect(await rejectionOf(LuaLimitError, loop)).toMatchObject({ resource: 'instructions', limit: 5_000 });
  expect((await executor.execute({ bytecode }, { args: [1], globals: { a: 1 } })).value).toBe(1);
});

test('what is not bytecode is a syntax error', async () => {
  const running = openExecutor().execute({ bytecode: new Uint8Array([1, 2, 3]) });
  await rejectionOf(LuaSyntaxError, running);
});

test('scripts cannot load bytecode, whatever ran before them', async () => {
  const executor = openExecutor();
  const bytecode = compile('return 1');
  await executor.execute({ bytecode });
  const args = [bytecode];
  await rejectionOf(LuaError, executor.execute('return assert(load(...))()', { args }));
});

test('bytecode starts clean as well', async () => {
  const executor = openExecutor();
  await executor.execute({ bytecode: compile('left = 1 string.format = nil') });
  const look = compile('return left, string.format("%d", 1)');
  expect((await executor.execute({ bytecode: look })).value).toEqual([null, '1']);
});

test('modules are found by require, are Lua under the limits of the script, and start clean', async () => {
  const modules = {
    tax: 'local M = { calls = 0 } function M.net(p) M.calls = M.calls + 1 return p / 1.2, M.calls end return M',
    endless: 'while true do end',
  };
  const executor = openExecutor({ modules });
  for (const _ of [1, 2]) {
    expect((await executor.execute('return require("tax").net(120)')).value).toEqual([100, 1]);
  }
  const loop = executor.execute('require("endless")', { limits: { maxInstructions: 50_000 } });
  expect(await rejectionOf(LuaLimitError, loop)).toMatchObject({ limit: 50_000 });
  await rejectionOf(LuaError, executor.execute('require("other")'));
});
