/**
 * Runs every `ts` block of the documentation, but those marked `ts no-run`, and checks its types.
 *
 * A block without imports finds the names of the package imported, and a new `LuaContext` as `lua`. Two
 * comments at the end of a line are checked: `// => value` for what the line's expression or constant is, and
 * `// throws Name: text` for an error by its name and a part of its message.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as tidelock from '../../src/index.ts';
import { type CodeBlock, codeBlocks, pages, readPage, root } from './markdown.ts';

interface Example {
  readonly title: string;
  readonly file: string;
}

const folder = join(root, 'build/docs');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

const examples = pages.flatMap((page) =>
  codeBlocks(readPage(page))
    .filter(({ info }) => info === 'ts')
    .map((block) => writeExample(page, block)),
);

function writeExample(page: string, { line, code }: CodeBlock): Example {
  const file = join(folder, `${page.replace(/\W/g, '-')}-${line}.ts`);
  const checked = code.split('\n').map(checkLine).join('\n');
  const names = Object.keys(tidelock).join(', ');
  const source = /^import /m.test(code)
    ? checked
    : `import { ${names} } from 'tidelock';\nconst lua = new LuaContext();\n{\n${checked}\n}\n`;
  const withExpect = `import { expect } from 'vitest';\n${source}\nexport {};\n`;
  writeFileSync(file, withExpect.replace(/from 'tidelock'/g, "from '../../src/index.ts'"));
  return { title: `${page}:${line}`, file };
}

/** Turns what the comments say into expectations. */
function checkLine(line: string): string {
  const [, indent, statement = '', kind, said = ''] = /^(\s*)(.+); \/\/ (=>|throws) (.+)$/.exec(line) ?? [];
  if (kind === '=>') {
    const name = /^(?:const|let) (\w+)/.exec(statement)?.[1];
    if (name) return `${indent}${statement}; expect(${name}).toEqual(${said});`;
    return `${indent}expect(${statement}).toEqual(${said});`;
  }
  if (kind === 'throws') {
    const [, name, text] = /^(\w+): (.*)$/.exec(said) ?? [];
    const message = `expect.stringContaining(${JSON.stringify(text)})`;
    const error = `expect.objectContaining({ name: '${name}', message: ${message} })`;
    return `${indent}expect(() => ${statement}).toThrow(${error});`;
  }
  return line;
}

describe('examples in the documentation', () => {
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
  });

  test.each(examples)('$title runs', async ({ file }) => {
    await import(/* @vite-ignore */ file);
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
