import { describe, expect, test } from 'vitest';
import { LuaContext, type LuaCoroutine } from '../../src/index.ts';
import { later } from '../support/turns.ts';

function open(body: string) {
  const lua = new LuaContext({ later }, { profile: 'unlimited' });
  return { lua, coroutine: lua.createCoroutine(`return function(...) ${body} end`) };
}

const counting = 'for i = 1, 3 do coroutine.yield(later(i)) end';

describe('resumeAsync', () => {
  test('passes arguments and gives what is yielded and returned', async () => {
    const { coroutine } = open(
      'local a = ... local b = coroutine.yield(later(a) + 1) return later(b) * 2, "end"',
    );
    expect(await coroutine.resumeAsync(1)).toEqual({ status: 'suspended', values: [2] });
    expect(await coroutine.resumeAsync(21)).toEqual({ status: 'dead', values: [42, 'end'] });
  });

  test('of the context does the same', async () => {
    const { lua, coroutine } = open(counting);
    expect(await lua.resumeAsync(coroutine)).toEqual({ status: 'suspended', values: [1] });
  });

  test('leaves the event loop its turns', async () => {
    const { lua, coroutine } = open('while not happened() do end return "seen"');
    let happened = false;
    lua.setGlobal('happened', () => happened);
    setImmediate(() => {
      happened = true;
    });
    expect(await coroutine.resumeAsync()).toEqual({ status: 'dead', values: ['seen'] });
  });

  test('and resume take turns', async () => {
    const { coroutine } = open('for i = 1, 4 do coroutine.yield(i) end');
    const values = [
      await coroutine.resumeAsync(),
      coroutine.resume(),
      await coroutine.resumeAsync(),
      coroutine.resume(),
    ];
    expect(values.map(({ values: [value] }) => value)).toEqual([1, 2, 3, 4]);
  });

  test('is rejected with the error that the coroutine raises', async () => {
    const { coroutine } = open('later(1) error("lost", 0)');
    await expect(coroutine.resumeAsync()).rejects.toThrow('lost');
    expect(coroutine.status).toBe('dead');
  });

  test('is rejected if the coroutine is dead', async () => {
    const { coroutine } = open('');
    await coroutine.resumeAsync();
    await expect(coroutine.resumeAsync()).rejects.toThrow('cannot resume dead coroutine');
  });

  test('is rejected while another execution is under way', async () => {
    const { coroutine } = open(counting);
    const first = coroutine.resumeAsync();
    await expect(coroutine.resumeAsync()).rejects.toThrow('busy');
    expect(await first).toEqual({ status: 'suspended', values: [1] });
  });

  test('that is cancelled leaves the coroutine dead and the context whole', async () => {
    const { lua, coroutine } = open(
      'local x <close> = setmetatable({}, { __close = function() closed = true end }) never()',
    );
    lua.setGlobal('never', () => new Promise(() => {}));
    const result = coroutine.resumeAsync();
    lua.cancel();
    await expect(result).rejects.toMatchObject({ resource: 'aborted' });
    expect(lua.executeScript('return closed')).toBeNull();
    expect(await lua.executeScriptAsync('return coroutine.wrap(later)(1)')).toBe(1);
  });
});

describe('a coroutine that waits for a promise', () => {
  async function waiting(use: (coroutine: LuaCoroutine) => unknown) {
    let release: (value: number) => void = () => {};
    let arrive: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { lua, coroutine } = open('return gate()');
    lua.setGlobal('gate', () => {
      arrive();
      return new Promise((resolve) => {
        release = resolve;
      });
    });
    const result = coroutine.resumeAsync();
    await arrived;
    const found = use(coroutine);
    release(7);
    expect(await result).toEqual({ status: 'dead', values: [7] });
    return found;
  }

  const message = (action: () => unknown) => {
    try {
      return action();
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('is running', async () => {
    expect(await waiting((coroutine) => coroutine.status)).toBe('running');
  });

  test('cannot be resumed', async () => {
    const found = await waiting((coroutine) => message(() => coroutine.resume()));
    expect(found).toContain('cannot resume non-suspended coroutine');
  });

  test('cannot be closed', async () => {
    const found = await waiting((coroutine) => message(() => coroutine.close()));
    expect(found).toContain('cannot close a running coroutine');
  });
});

describe('for await', () => {
  test('goes through what a coroutine yields', async () => {
    const { coroutine } = open(counting);
    const values: unknown[] = [];
    for await (const value of coroutine) values.push(value);
    expect(values).toEqual([1, 2, 3]);
  });

  test('throws what the coroutine raises', async () => {
    const { coroutine } = open('coroutine.yield(1) error(later("lost"), 0)');
    const values: unknown[] = [];
    const loop = async () => {
      for await (const value of coroutine) values.push(value);
    };
    await expect(loop()).rejects.toThrow('lost');
    expect(values).toEqual([1]);
  });

  test('can be left, and gone on with', async () => {
    const { coroutine } = open(counting);
    for await (const value of coroutine) {
      expect(value).toBe(1);
      break;
    }
    const rest: unknown[] = [];
    for await (const value of coroutine) rest.push(value);
    expect(rest).toEqual([2, 3]);
  });
});
