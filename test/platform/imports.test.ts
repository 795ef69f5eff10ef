import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const dist = new URL('../../dist/', import.meta.url);
const imported = /(?:\bfrom|\bimport|\bimport\()\s*['"]([^'"]+)['"]/g;

interface Reached {
  readonly files: ReadonlySet<string>;
  /** Whatever is not a file of the package. */
  readonly outside: ReadonlySet<string>;
}

/** All that a bundler would find from the package's entry, on one of the platforms. */
function reach(platform: string): Reached {
  const files = new Set<string>();
  const outside = new Set<string>();
  const visit = (file: URL) => {
    if (files.has(file.href)) return;
    files.add(file.href);
    if (!file.pathname.endsWith('.js')) return;
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(imported)) {
      if (name === '#platform') visit(new URL(`platform/${platform}.js`, dist));
      else if (name.startsWith('.')) visit(new URL(name, file));
      else outside.add(name);
    }
  };
  visit(new URL('index.js', dist));
  return { files, outside };
}

test.each(['web', 'workerd'])('from the package for %s nothing of Node.js is reached', (platform) => {
  const { files, outside } = reach(platform);
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', dist), 'utf8'));
  expect([...outside].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  expect(files.size).toBeGreaterThan(20);
});

test('for Node.js, modules of Node.js are reached: the search finds what there is', () => {
  expect([...reach('node').outside]).toContain('node:fs');
});

test('a browser downloads at most 200 kB, minified and compressed', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('index.js', dist))],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: 'out',
    write: false,
    tsconfigRaw: {}, // not the repository's own, which leads to the sources
  });
  const sizes = outputFiles.map(({ contents }) => gzipSync(contents, { level: 9 }).length);
  expect(Math.max(...sizes)).toBeGreaterThan(100_000); // the engine is among them
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(200_000);
});
