import { expect, test } from 'vitest';
import { recordFigure } from './figures.ts';
import { createProject } from './project.ts';
import { tools } from './versions.ts';

const main = `import { LuaContext, LuaLimitError, loadEngine, type LuaValue } from 'tidelock';

await loadEngine();
const lua = new LuaContext({ double: (n: number) => 2 * n }, { profile: 'strict' });
const value: LuaValue = lua.executeScript<number>('return double(21)');
try {
  lua.executeScript('while true do end');
} catch (error) {
  if (error instanceof LuaLimitError) console.log(value, error.resource);
}
`;

const commonJs = main.replace('await loadEngine();', 'void loadEngine;');

/** The strictest settings, with the libraries' own declarations checked too. */
const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--target', 'es2022'];

test.each([
  ['nodenext, ES modules', 'main.mts', ['--module', 'nodenext'], [tools.nodeTypes]],
  ['nodenext, CommonJS', 'main.cts', ['--module', 'nodenext'], []],
  ['bundler', 'main.mts', ['--module', 'esnext', '--moduleResolution', 'bundler'], []],
])('TypeScript, %s', async (_what, file, options, types) => {
  const source = file.endsWith('.cts') ? commonJs : main;
  const project = await createProject([tools.typescript, ...types], { [file]: source });
  await project.run('tsc', ...strict, '--lib', 'es2023,dom,esnext.disposable', ...options, file);
  expect(await project.run('node', file.replace('ts', 'js'))).toBe('42 instructions\n');
  recordFigure('TypeScript', { version: tools.typescript.split('@')[1] ?? '' });
});
