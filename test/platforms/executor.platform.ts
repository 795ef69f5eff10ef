import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './browser.ts';
import { answerFrom } from './page-answer.ts';
import { createProject, type Project } from './project.ts';
import { tools } from './versions.ts';

const main = `import { LuaExecutor } from 'tidelock';
const errorOf = (promise) => promise.then(() => 'no error', (error) => error.resource ?? error.message);
const endless = 'while true do pcall(function() while true do end end) end';
async function check() {
  const executor = new LuaExecutor({ poolSize: 2, host: { add: async (a, b) => a + b } });
  const { value } = await executor.execute('return add(40, 2), ...', { args: ['x'] });
  const [timeout, beside] = await Promise.all([
    errorOf(executor.execute(endless, { limits: { timeout: 200, maxInstructions: 0 } })),
    executor.execute('return "beside"').then(({ value }) => value),
  ]);
  const signal = AbortSignal.timeout(100);
  const aborted = await errorOf(executor.execute(endless, { limits: { timeout: 0, maxInstructions: 0 }, signal }));
  const after = (await executor.execute('return a')).value;
  const { workersReplaced } = executor.stats();
  await executor.close();
  return { value, timeout, beside, aborted, after, workersReplaced };
}
check().catch((error) => ({ error: String(error) })).then((answer) => {
  document.body.textContent = JSON.stringify(answer);
});`;

const promised = {
  value: [42, 'x'],
  timeout: 'time',
  beside: 'beside',
  aborted: 'aborted',
  after: null,
  workersReplaced: 0,
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

interface Bundler {
  readonly name: string;
  readonly packages: readonly string[];
  /** Builds `main.js`, and says what the page loads. */
  build(project: Project): Promise<unknown>;
}

const bundlers: readonly Bundler[] = [
  { name: 'Vite', packages: [tools.vite], build: (project) => project.run('vite', 'build') },
  {
    name: 'webpack',
    packages: [tools.webpack, tools.webpackCli],
    build: async (project) => {
      await project.run('webpack', '--mode', 'production', '--entry', './main.js');
      project.write('dist/index.html', page('main.js'));
    },
  },
];

const page = (script: string) =>
  `<!doctype html><meta charset="utf-8"><body><script type="module" src="${script}"></script></body>`;

const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

test.each(bundlers)('LuaExecutor in web workers, bundled by $name', async ({ packages, build }) => {
  const project = await createProject(packages, { 'main.js': main, 'index.html': page('/main.js') });
  await build(project);
  const dist = join(project.folder, 'dist');
  expect(await answerFrom(browser, dist, isolated)).toEqual(promised);
  expect(await answerFrom(browser, dist)).toEqual({
    error: expect.stringMatching(/^LuaStateError: .*Cross-Origin-Opener-Policy: same-origin/),
  });
});
