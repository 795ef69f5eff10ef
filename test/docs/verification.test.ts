import { existsSync, readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPage, root } from './markdown.ts';

const security = readPage('SECURITY.md');
const verification = readPage('docs/verification.md');

/** The text between a heading and the next of its level. */
function section(page: string, heading: string): string {
  const [, text = ''] = page.split(`\n## ${heading}\n`);
  return text.split('\n## ')[0] as string;
}

/** The cells of the rows of a section's first table, without its head. */
function rows(text: string): string[][] {
  const [table = ''] = /(^\|.*\n)+/m.exec(text) ?? [];
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What begins each item of a list, in bold type, up to where it says more. */
const promises = [...section(security, 'What is promised').matchAll(/^- \*\*([^*]+)\*\*/gm)].map(
  ([, promise]) => (promise as string).replace(/\.$/, ''),
);

describe('SECURITY.md', () => {
  const backed = new Map(
    rows(section(verification, 'Promises and their tests')).map(([name = '', tests = '']) => [name, tests]),
  );

  test('makes promises', () => {
    expect(promises.length).toBeGreaterThan(6);
  });

  test.each(promises)('promises "%s", and docs/verification.md names its tests', (promise) => {
    const tests = backed.get(promise) ?? '';
    const paths = [...tests.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, path]) => path as string);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(existsSync(join(root, path)), path).toBe(true);
  });
});

test.each(['SECURITY.md', 'docs/verification.md'])('the files that %s names are there', (page) => {
  const text = readPage(page);
  const inLinks = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, path]) =>
    normalize(join(page, '..', path as string)),
  );
  const inCode = [...text.matchAll(/`((?:test|src|engine|tools)\/[\w./-]+)`/g)].map(
    ([, path]) => path as string,
  );
  expect([...inLinks, ...inCode].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('docs/verification.md has the counts of attacks', () => {
  const folder = join(root, 'test/attacks/scripts');
  const counts = Object.fromEntries(
    readdirSync(folder).map((name) => [`\`${name}\``, String(readdirSync(join(folder, name)).length)]),
  );
  const told = Object.fromEntries(
    rows(section(verification, 'Attacks')).map(([name = '', count = '']) => [name, count]),
  );
  expect(told).toEqual(counts);
});
