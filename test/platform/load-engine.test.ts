import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';

const bytes = readFileSync(new URL('../../dist/tidelock.wasm', import.meta.url));
const otherModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

vi.mock('#platform', () => import('../../src/platform/web.ts'));

/** The library as a page finds it: with no engine yet. */
let tidelock: typeof import('../../src/index.ts');
beforeEach(async () => {
  vi.resetModules();
  tidelock = await import('../../src/index.ts');
});

describe('where the engine has to be loaded', () => {
  test('a context cannot be made before, and the error says what to do', () => {
    expect(() => new tidelock.LuaContext()).toThrow(tidelock.LuaStateError);
    expect(() => new tidelock.LuaContext()).toThrow(/LuaContext\.create.*loadEngine/);
  });

  test('LuaContext.create loads it', async () => {
    const lua = await tidelock.LuaContext.create({ seven: 7 }, { maxMemory: '1MB' });
    expect(lua.executeScript('return seven * 6')).toBe(42);
    expect(lua.info().limits.maxMemory).toBe(2 ** 20);
  });

  test('LuaContext.create refuses what the constructor refuses', async () => {
    await expect(tidelock.LuaContext.create({}, { timeout: -1 })).rejects.toThrow(tidelock.LuaOptionError);
  });

  test('once it is loaded, contexts are made as everywhere', async () => {
    await Promise.all([tidelock.loadEngine(), tidelock.loadEngine()]);
    await tidelock.loadEngine();
    expect(new tidelock.LuaContext().executeScript('return 1 + 1')).toBe(2);
  });

  test.each([
    ['bytes', () => bytes],
    ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
    ['a compiled module', () => new WebAssembly.Module(bytes)],
    ['a response', () => new Response(bytes)],
    ['the promise of a response, as fetch returns it', async () => new Response(bytes)],
  ])('it can be loaded from %s', async (_what, source) => {
    await tidelock.loadEngine(source());
    expect(new tidelock.LuaContext().executeScript('return 1 + 1')).toBe(2);
  });

  test.each([
    ['text', 'tidelock.wasm'],
    ['null', null],
    ['an object', {}],
    ['another module', otherModule],
  ])('it cannot be loaded from %s', async (_what, source) => {
    await expect(tidelock.loadEngine(source as never)).rejects.toThrow(tidelock.LuaOptionError);
    expect(() => new tidelock.LuaContext()).toThrow(tidelock.LuaStateError);
  });

  test('bytes that are no module are an error of the compiler', async () => {
    await expect(tidelock.loadEngine(bytes.subarray(0, 1000))).rejects.toThrow(WebAssembly.CompileError);
  });

  test('a response that is an error says so', async () => {
    const response = new Response('', { status: 404 });
    await expect(tidelock.loadEngine(response)).rejects.toThrow('status 404');
  });

  test('after a failure it can be loaded still', async () => {
    await expect(tidelock.loadEngine(otherModule)).rejects.toThrow();
    await tidelock.loadEngine(bytes);
    expect(new tidelock.LuaContext().executeScript('return 1 + 1')).toBe(2);
  });
});
