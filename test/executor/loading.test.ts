import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The packages that a program has loaded when it ends. */
function loadedBy(program: string): string[] {
  const report = `
    import { createRequire } from 'node:module';
    const files = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify(files.map((file) => /node_modules.((@[^/\\\\]+.)?[^/\\\\]+)/.exec(file)?.[1])));`;
  const command = ['--import', 'tsx', '--input-type=module', '--eval', program + report];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test('a program with a LuaContext alone loads neither piscina nor OpenTelemetry', () => {
  const context = `import { LuaContext } from './src/index.ts'; new LuaContext().executeScript('return 1');`;
  const heavy = ['piscina', '@opentelemetry/api'];
  expect(loadedBy(context).filter((name) => heavy.includes(name))).toEqual([]);
  const executor = `import { LuaExecutor } from './src/index.ts'; const executor = new LuaExecutor({ poolSize: 1 });
    await executor.execute('return 1'); await executor.close();`;
  expect(loadedBy(executor)).toEqual(expect.arrayContaining(heavy));
});

/** Other tests run the sources, whose workers are started in another way. */
test('the compiled package runs scripts in its workers', () => {
  const program = `import { LuaExecutor } from 'tidelock'; const executor = new LuaExecutor({ poolSize: 2 });
    console.log((await executor.execute('return 6 * ...', { args: [7] })).value); await executor.close();`;
  const command = ['--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe('42\n');
});
