import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeBlocks, pages, readPage, root } from './markdown.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The lines of the pages' `sh` blocks. */
const lines = pages.flatMap((page) =>
  codeBlocks(readPage(page))
    .filter(({ info }) => info === 'sh')
    .flatMap(({ code, line }) =>
      code
        .trim()
        .split('\n')
        .map((text, i) => ({ text, place: `${page}:${line + i + 1}` })),
    ),
);

describe('commands in the documentation', () => {
  const named = lines.flatMap(({ text, place }) =>
    [...text.matchAll(/\bnpm (?:run )?([\w:]+)/g)]
      .map(([, name = '']) => ({ name, place }))
      .filter(({ name }) => !['ci', 'install'].includes(name)),
  );

  test.each(named)('$place: npm run $name is a script of the package', ({ name }) => {
    expect(Object.keys(scripts)).toContain(name);
  });

  /** Those whose files are in the repository, rather than the reader's. */
  const runs = lines.filter(
    ({ text }) =>
      text.includes('npx tidelock') &&
      (text.match(/\S+\.lua\b/g) ?? []).every((file) => existsSync(join(root, file))),
  );

  test.each(runs)('$place: $text', ({ text }) => {
    const command = text.replace('npx tidelock', 'node --import tsx src/cli/main.ts');
    const { status, stderr } = spawnSync(command, { cwd: root, encoding: 'utf8', shell: true });
    expect(stderr).toMatch(/^([\d,]+ instructions, .* ms(; \d+ samples)?\n)?$/); // what --stats prints
    expect(status).toBe(0);
  });
});
