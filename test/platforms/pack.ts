import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { forgetFigures, recordFigure } from './figures.ts';
import { writePage } from './page.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The packed package. */
    readonly tarball: string;
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
  forgetFigures();
  recordFigure('The packed package', { bytes: statSync(tarball).size });
  return () => {
    rmSync(folder, { recursive: true });
    writePage();
  };
}
