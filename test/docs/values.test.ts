/**
 * Runs the tables of docs/values.md: each row with an Example gives what stands under Gives, or throws what is
 * named there. The page itself says what an example finds defined.
 */
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import * as tidelock from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import { readPage, type TableRow, tableRows } from './markdown.ts';

const rows = tableRows(readPage('docs/values.md')).filter(({ cells }) => cells['Example'] !== undefined);

function codeIn(cell = ''): string {
  const [, code] = /^`(.*)`$/.exec(cell) ?? [];
  if (code === undefined) throw new Error(`not a piece of code: ${cell}`);
  return code;
}

/** The value of JavaScript code: that of its last statement, an expression. */
function evaluate(code: string, options: tidelock.LuaContextOptions = {}): unknown {
  const lua = new tidelock.LuaContext({}, options);
  const ask = (source: string, ...args: unknown[]) => lua.executeScript(source, { args });
  const { statements } = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const start = statements.at(-1)?.getStart() ?? 0;
  const names = { ...tidelock, lua, ask };
  const body = `${code.slice(0, start)} return (${code.slice(start)});`;
  return new Function(...Object.keys(names), body)(...Object.values(names));
}

/** `Options` stands in the tables of what an option changes. */
function optionsOf({ cells }: TableRow): tidelock.LuaContextOptions {
  const text = cells['Options'];
  return text === undefined ? {} : (evaluate(`(${codeIn(text)})`) as tidelock.LuaContextOptions);
}

describe('docs/values.md', () => {
  test('has examples', () => {
    expect(rows.length).toBeGreaterThan(80);
  });

  test.each(rows)('line $line: $cells.Example', (row) => {
    const { Example: example, Gives: gives = '' } = row.cells;
    const run = () => evaluate(codeIn(example), optionsOf(row));
    const [, name, text = ''] = /^(Lua\w+|TypeError): (.*)$/.exec(gives) ?? [];
    if (name === undefined) {
      expect(run()).toStrictEqual(evaluate(codeIn(gives)));
      return;
    }
    const error = caughtFrom(run);
    expect(error).toMatchObject({ name });
    expect((error as Error).message).toContain(text);
  });
});
