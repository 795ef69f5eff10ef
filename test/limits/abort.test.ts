import { describe, expect, test } from 'vitest';
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { caughtFrom, thrownBy } from '../support/thrown.ts';

/** A script that calls `stop` and then loops for ever, in a context whose `stop` aborts a controller. */
function abortedBy(abort: (controller: AbortController) => void, script = 'stop() while true do end') {
  const controller = new AbortController();
  const lua = new LuaContext({ stop: () => abort(controller) }, { profile: 'unlimited' });
  const error = thrownBy(LuaLimitError, () => lua.executeScript(script, { signal: controller.signal }));
  return { lua, error };
}

describe('a signal that is aborted by a host function', () => {
  test('ends the script as LuaLimitError', () => {
    expect(abortedBy((controller) => controller.abort()).error).toMatchObject({
      code: 'ERR_LUA_LIMIT',
      resource: 'aborted',
      limit: 0,
    });
  });

  test('ends it with a message that has the time', () => {
    expect(abortedBy((controller) => controller.abort()).error.message).toMatch(
      /^execution aborted: after [\d,]+ ms/,
    );
  });

  test('ends it with the reason as cause', () => {
    const reason = new Error('enough');
    expect(abortedBy((controller) => controller.abort(reason)).error.cause).toBe(reason);
  });

  test('ends it with the Lua stack', () => {
    expect(abortedBy((controller) => controller.abort()).error.traceback).toMatch(/: in main chunk$/);
  });

  test('leaves the context whole', () => {
    const { lua } = abortedBy((controller) => controller.abort());
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('ends it in a library function as well', () => {
    const bomb = "stop() string.find(('a'):rep(30000), '.-.-.-.-b$')";
    expect(abortedBy((controller) => controller.abort(), bomb).error.resource).toBe('aborted');
  });

  test('ends it after many calls of host functions', () => {
    const script = 'for i = 1, 1000 do idle() end stop() while true do end';
    const controller = new AbortController();
    const globals = { idle: () => {}, stop: () => controller.abort() };
    const lua = new LuaContext(globals, { profile: 'unlimited' });
    const error = thrownBy(LuaLimitError, () => lua.executeScript(script, { signal: controller.signal }));
    expect(error.resource).toBe('aborted');
  });
});

describe('a signal that is aborted before the start', () => {
  const signal = AbortSignal.abort('too late');

  test('ends the script as LuaLimitError', () => {
    const error = thrownBy(LuaLimitError, () => new LuaContext().executeScript('return 1', { signal }));
    expect(error.resource).toBe('aborted');
  });

  test('ends it before it has run anything', () => {
    const lua = new LuaContext();
    caughtFrom(() => lua.executeScript('ran = true', { signal }));
    expect(lua.getGlobal('ran')).toBeNull();
  });

  test('ends it with the reason as cause', () => {
    const error = thrownBy(LuaLimitError, () => new LuaContext().executeScript('', { signal }));
    expect(error.cause).toBe('too late');
  });
});

describe('a signal', () => {
  test('that is not aborted does nothing', () => {
    const { signal } = new AbortController();
    expect(new LuaContext().executeScript('return 1', { signal })).toBe(1);
  });

  test('that is aborted after the end does nothing', () => {
    const controller = new AbortController();
    const lua = new LuaContext();
    lua.executeScript('', { signal: controller.signal });
    controller.abort();
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('of a timeout works like any other', () => {
    const lua = new LuaContext({}, { profile: 'unlimited' });
    const signal = AbortSignal.timeout(60_000);
    expect(lua.executeScript('return 1', { signal })).toBe(1);
  });

  test('leaves no listeners behind', () => {
    const controller = new AbortController();
    const added: string[] = [];
    controller.signal.addEventListener = (type: string) => void added.push(type);
    controller.signal.removeEventListener = (type: string) => void added.splice(added.indexOf(type), 1);
    new LuaContext().executeScript('', { signal: controller.signal });
    expect(added).toEqual([]);
  });
});

describe('cancel', () => {
  const cancelling = (script: string) => {
    const lua: LuaContext = new LuaContext({ stop: () => lua.cancel() }, { profile: 'unlimited' });
    return { lua, run: () => lua.executeScript(script) };
  };

  test('by a host function ends the script that called it', () => {
    const { run } = cancelling('stop() while true do end');
    expect(thrownBy(LuaLimitError, run)).toMatchObject({ resource: 'aborted', limit: 0 });
  });

  test('ends it before it does anything that shows', () => {
    const { lua, run } = cancelling('stop() print("late")');
    thrownBy(LuaLimitError, run);
    expect(lua.isBusy()).toBe(false);
  });

  test('has no cause', () => {
    const { run } = cancelling('stop() while true do end');
    expect(thrownBy(LuaLimitError, run).cause).toBeUndefined();
  });

  test('ends it though it catches all errors', () => {
    const { run } = cancelling('pcall(function() stop() while true do end end) while true do end');
    expect(thrownBy(LuaLimitError, run).resource).toBe('aborted');
  });

  test('concerns one execution', () => {
    const { lua, run } = cancelling('stop() while true do end');
    thrownBy(LuaLimitError, run);
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('while nothing runs does nothing', () => {
    const lua = new LuaContext();
    lua.cancel();
    expect(lua.executeScript('return 1')).toBe(1);
  });

  test('by onWarning ends the script', () => {
    const lua: LuaContext = new LuaContext(
      {},
      { profile: 'unlimited', maxInstructions: 1e6, warningThreshold: 0.1, onWarning: () => lua.cancel() },
    );
    expect(thrownBy(LuaLimitError, () => lua.executeScript('while true do end')).resource).toBe('aborted');
  });
});
