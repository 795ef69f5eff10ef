import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';

describe('the WebAssembly module', () => {
  const bytes = readFileSync(new URL('../../dist/tidelock.wasm', import.meta.url));
  const module = new WebAssembly.Module(bytes);

  test('imports its memory, what the host offers, and system calls for files alone', () => {
    const modules = WebAssembly.Module.imports(module).map((entry) => entry.module);
    expect([...new Set(modules)].sort()).toEqual(['env', 'host', 'wasi_snapshot_preview1']);
    const calls = WebAssembly.Module.imports(module).filter((entry) => entry.module.startsWith('wasi'));
    expect(calls.map((entry) => entry.name).filter((name) => !/^(fd|path)_|^proc_exit$/.test(name))).toEqual(
      [],
    );
  });

  test('imports a memory and functions alone', () => {
    const kinds = WebAssembly.Module.imports(module).map((entry) => `${entry.module}.${entry.kind}`);
    expect([...new Set(kinds)].sort()).toEqual([
      'env.memory',
      'host.function',
      'wasi_snapshot_preview1.function',
    ]);
  });
});

describe('instances', () => {
  test('may live by the hundred', () => {
    const contexts = Array.from({ length: 200 }, (_, id) => new LuaContext({ id }));
    expect(contexts.map((lua) => lua.getGlobal('id'))).toEqual(contexts.map((_, id) => id));
  });

  test('may come and go', () => {
    let sum = 0;
    for (let i = 0; i < 500; i++) {
      const lua = new LuaContext();
      sum += lua.executeScript<number>('return ...', { args: [1] });
      lua.dispose();
    }
    expect(sum).toBe(500);
  });

  test('may run within each other', () => {
    const inner = new LuaContext();
    const outer = new LuaContext({ run: (script: string) => inner.executeScript(script) });
    const script = "return run('x = (x or 0) + 1 return x') + run('x = x + 1 return x')";
    expect(outer.executeScript(script)).toBe(3);
  });

  test('that end leave the others alone', () => {
    const inner = new LuaContext({}, { maxInstructions: 10_000 });
    const outer = new LuaContext({ run: () => inner.executeScript('while true do end') });
    expect(outer.executeScript('local ok, e = pcall(run) return ok, e.name')).toEqual([
      false,
      'LuaLimitError',
    ]);
  });
});
