/** What npm would publish, made from `dist` as it is. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../docs/markdown.ts';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const folder = new TemporaryFolder();
let tarball: Uint8Array<ArrayBuffer>;

beforeAll(() => {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder.path];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
  tarball = new Uint8Array(readFileSync(join(folder.path, packed.filename)));
});

afterAll(() => folder.remove());

describe('the package', () => {
  test('is well formed (publint)', async () => {
    const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  test('has types that every resolution finds (attw)', async () => {
    const assets = [/\.wasm$/, /\.json$/];
    const analysis = await checkPackage(createPackageFromTarballData(tarball), {
      excludeEntrypoints: assets,
    });
    expect('problems' in analysis ? analysis.problems.filter(isProblem) : 'no types').toEqual([]);
  });
});

/** As attw's own profile `esm-only` has it: the package is a module, which CommonJS imports asynchronously. */
function isProblem(problem: Problem): boolean {
  const option = 'resolutionOption' in problem ? problem.resolutionOption : undefined;
  const kind = 'resolutionKind' in problem ? problem.resolutionKind : option;
  return problem.kind !== 'CJSResolvesToESM' && kind !== 'node10' && kind !== 'node16-cjs';
}
