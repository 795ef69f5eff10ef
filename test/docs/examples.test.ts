/**
 * Runs every `ts` block of the documentation, but those marked `ts no-run`, and checks its types; and runs the
 * files in examples/.
 *
 * A block without imports finds the names of the package imported, and a new `LuaContext` as `lua`. Two
 * comments after a statement are checked: `// => value` for what its expression or constant is, and
 * `// throws Name: text` for an error by its name and a part of its message.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as tidelock from '../../src/index.ts';
import { type CodeBlock, codeBlocks, pages, readPage, root } from './markdown.ts';

interface Example {
  readonly title: string;
  readonly file: string;
}

mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build/docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const examples = pages.flatMap((page) =>
  codeBlocks(readPage(page))
    .filter(({ info }) => info === 'ts')
    .map((block) => writeExample(page, block)),
);

const files = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));

function writeExample(page: string, { line, code }: CodeBlock): Example {
  const file = join(folder, `${page.replace(/\W/g, '-')}-${line}.ts`);
  const checked = withExpectations(code);
  const left = /\/\/ (=>|throws) .*/.exec(checked);
  if (left) throw new Error(`${page}:${line}: does not follow a statement of its own: ${left[0]}`);
  const names = Object.keys(tidelock).join(', ');
  const source = /^import /m.test(code)
    ? checked
    : `import { ${names} } from 'tidelock';\nconst lua = new LuaContext();\n{\n${checked}\n}\n`;
  const withExpect = `import { expect } from 'vitest';\n${source}\nexport {};\n`;
  const resolved = withExpect
    .replace(/from 'tidelock'/g, "from '../../src/index.ts'")
    .replace(/from 'tidelock\/lua-native'/g, "from '../../src/lua-native/index.ts'");
  writeFileSync(file, resolved);
  return { title: `${page}:${line}`, file };
}

/** Turns what comments say of the statements before them into expectations. */
function withExpectations(code: string): string {
  let checked = '';
  let copied = 0;
  for (const statement of parse(code).statements) {
    const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
    const said = comment && /^\/\/ (=>|throws) (.+)$/.exec(code.slice(comment.pos, comment.end));
    if (!said) continue;
    const [, kind, text = ''] = said;
    checked += code.slice(copied, statement.getStart());
    checked += kind === '=>' ? expectValue(statement, text) : expectError(statement, text);
    copied = comment.end;
  }
  return checked + code.slice(copied);
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
}

function expectValue(statement: ts.Statement, value: string): string {
  const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  if (declaration) return `${statement.getText()} expect(${declaration.name.getText()}).toEqual(${value});`;
  return `expect(${expressionOf(statement)}).toEqual(${value});`;
}

function expectError(statement: ts.Statement, said: string): string {
  const [, name, text] = /^(\w+): (.*)$/.exec(said) ?? [];
  const message = `expect.stringContaining(${JSON.stringify(text)})`;
  const error = `expect.objectContaining({ name: '${name}', message: ${message} })`;
  return `expect(() => ${expressionOf(statement)}).toThrow(${error});`;
}

function expressionOf(statement: ts.Statement): string {
  if (ts.isExpressionStatement(statement)) return statement.expression.getText();
  throw new Error(`nothing can be checked of: ${statement.getText()}`);
}

describe('examples in the documentation', () => {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
  });

  test.each(examples)('$title runs', async ({ file }) => {
    await import(/* @vite-ignore */ file);
  });

  test.each(files)('examples/%s runs', (file) => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `examples/${file}`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('have no errors of type', { timeout: 60_000 }, () => {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const lenient = { ...options, noUnusedLocals: false, noUnusedParameters: false };
    const program = ts.createProgram(
      examples.map(({ file }) => file),
      lenient,
    );
    const errors = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, ' ');
      return `${examples.find((example) => example.file === file?.fileName)?.title}: ${text}`;
    });
    expect(errors).toEqual([]);
  });
});
