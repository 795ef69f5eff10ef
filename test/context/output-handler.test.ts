import { describe, expect, test, vi } from 'vitest';
import { LuaContext } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

function watched(options = {}) {
  const output: string[] = [];
  const lua = new LuaContext({}, { libraries: 'all', ...options });
  lua.setOutputHandler((text) => output.push(text));
  return { lua, output };
}

describe('setOutputHandler', () => {
  test('gets what is printed and written, as it is and at once', () => {
    const { lua, output } = watched();
    lua.executeScript('io.write("a", 1) io.stdout:write("b") print("c", nil)');
    expect(output).toEqual(['a1', 'b', 'c\tnil\n']);
  });

  test('wins over the print handler, which null brings back', () => {
    const lines: string[] = [];
    const { lua, output } = watched({ print: (...values: string[]) => lines.push(...values) });
    lua.executeScript('print("x")');
    lua.setOutputHandler(null);
    lua.executeScript('print("y")');
    expect([output, lines]).toEqual([['x\n'], ['y']]);
  });

  test('gets nothing of standard error', () => {
    const { lua, output } = watched();
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    lua.executeScript('io.stderr:write("x")');
    write.mockRestore();
    expect(output).toEqual([]);
  });

  test('survives a reset, and goes with a fork', () => {
    const { lua, output } = watched();
    lua.reset();
    lua.executeScript('print(1)');
    lua.fork().executeScript('print(2)');
    expect(output).toEqual(['1\n', '2\n']);
  });

  test('throws into the script', () => {
    const { lua } = watched();
    const failure = new Error('full');
    lua.setOutputHandler(() => {
      throw failure;
    });
    expect(lua.executeScript('return (pcall(print))')).toBe(false);
    expect(caughtFrom(() => lua.executeScript('print()'))).toBe(failure);
  });
});
