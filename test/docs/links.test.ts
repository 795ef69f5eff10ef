import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchors, pages, prose, readPage, root } from './markdown.ts';

interface Link {
  readonly line: number;
  readonly target: string;
}

function relativeLinks(text: string): Link[] {
  return prose(text)
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|href)="([^"]+)"/g)].map((match) => ({
        line: index + 1,
        target: match[1] ?? match[2] ?? '',
      })),
    )
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** Where a link leads that leads nowhere; nothing for one that is good. */
function isBroken(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (file.startsWith('..') || !existsSync(join(root, file))) return true;
  return anchor !== undefined && !anchors(readPage(file)).has(anchor);
}

describe.each(pages)('%s', (page) => {
  const text = readPage(page);

  test('links to files and headings that exist', () => {
    const broken = relativeLinks(text).filter(({ target }) => isBroken(page, target));
    expect(broken.map(({ line, target }) => `${page}:${line}: ${target}`)).toEqual([]);
  });

  test('has one title, and no heading twice', () => {
    const headings = [...text.replace(/^```.*\n[\s\S]*?^```$/gm, '').matchAll(/^(#+) (.+)$/gm)];
    expect(headings.filter(([, level]) => level === '#')).toHaveLength(1);
    const names = headings.filter(([, level]) => level !== '###').map(([, , name]) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test('has lines of at most 110 columns, but for tables and links', () => {
    const long = text
      .split('\n')
      .map((line, index) => ({ line, at: `${page}:${index + 1}` }))
      .filter(({ line }) => line.length > 110 && !line.startsWith('|') && !/\]\(\S+\)/.test(line));
    expect(long.map(({ at }) => at)).toEqual([]);
  });
});
