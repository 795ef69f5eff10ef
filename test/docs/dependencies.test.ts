import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPage, root, tableRows } from './markdown.ts';

test('docs/dependencies.md lists what package.json has, in its versions', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const listed = tableRows(readPage('docs/dependencies.md')).map(({ cells }) => [
    cells['package']?.replaceAll('`', ''),
    cells['version'],
  ]);
  expect(Object.fromEntries(listed)).toEqual({ ...manifest.dependencies, ...manifest.devDependencies });
});
