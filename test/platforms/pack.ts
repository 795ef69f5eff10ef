import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { forgetFigures, recordFigure } from './figures.ts';
import { writePage } from './page.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed package. */
    readonly tarball: string;
    /** What `project/check.js` answers here, and thus everywhere: the same results, and the same counts. */
    readonly promises: unknown;
  }
}

/** Packs what users would install; afterwards the figures that the tests gave go into docs/platforms.md. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tidelock-pack-'));
  const output = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  });
  const tarball = join(folder, output.trim().split('\n').at(-1) ?? ''); // the build has spoken before
  provide('tarball', tarball);
  provide('promises', answerHere(folder));
  forgetFigures();
  recordFigure('The packed package', { bytes: statSync(tarball).size });
  return () => {
    rmSync(folder, { recursive: true });
    writePage();
  };
}

function answerHere(folder: string): unknown {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(import.meta.dirname, '../..'), join(folder, 'node_modules/tidelock'));
  const check = readFileSync(join(import.meta.dirname, 'project/check.js'), 'utf8');
  writeFileSync(join(folder, 'here.mjs'), `${check}\nconsole.log(JSON.stringify(await check()));`);
  return JSON.parse(execFileSync(process.execPath, ['here.mjs'], { cwd: folder, encoding: 'utf8' }));
}
