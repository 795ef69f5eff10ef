import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './browser.ts';
import { downloadSize } from './download.ts';
import { recordFigure } from './figures.ts';
import { answerFrom } from './page-answer.ts';
import { createProject, type Project } from './project.ts';
import { tools } from './versions.ts';

const check = `
const errorOf = (promise) => promise.then(() => 'no error', (error) => error.resource ?? error.message);
const endless = 'while true do pcall(function() while true do end end) end';
async function check(options) {
  const executor = new LuaExecutor({ poolSize: 2, host: { add: async (a, b) => a + b }, ...options });
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
check(options).catch((error) => ({ error: String(error) })).then((answer) => {
  document.body.textContent = JSON.stringify(answer);
});`;

const main = `import { LuaExecutor } from 'tidelock';
const options = {};${check}`;

const inlineMain = `import { LuaExecutor } from 'tidelock';
import { inlineWorkerUrl } from 'tidelock/inline-worker';
const options = { workerUrl: inlineWorkerUrl() };${check}`;

const fileMain = `import { LuaExecutor } from 'tidelock';
const options = { workerUrl: 'tidelock-worker.js' };${check}`;

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
  /** Builds `main.js` into `dist`. */
  build(project: Project): Promise<unknown>;
}

const bundlers: readonly Bundler[] = [
  { name: 'Vite', packages: [tools.vite], build: (project) => project.run('vite', 'build') },
  {
    name: 'webpack',
    packages: [tools.webpack, tools.webpackCli],
    build: (project) => project.run('webpack', '--mode', 'production', '--entry', './main.js'),
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
  const dist = pageOf(project);
  expect(await answerFrom(browser, dist, isolated)).toEqual(promised);
  expect(await answerFrom(browser, dist)).toEqual({
    error: expect.stringMatching(/^LuaStateError: .*Cross-Origin-Opener-Policy: same-origin/),
  });
});

/** Those that do not find the code of the workers. */
const others: readonly Bundler[] = [
  {
    name: 'esbuild',
    packages: [tools.esbuild],
    build: (project) => project.run('esbuild', 'main.js', '--bundle', '--minify', '--outdir=dist'),
  },
  {
    name: 'Rollup',
    packages: [tools.rollup, tools.rollupResolve],
    build: (project) =>
      project.run('rollup', 'main.js', '--dir', 'dist', '--plugin', 'node-resolve={browser:true}'),
  },
];

test.each(others)(
  'LuaExecutor with its workers inline, bundled by $name',
  async ({ name, packages, build }) => {
    const project = await createProject(packages, { 'main.js': inlineMain });
    await build(project);
    const dist = pageOf(project);
    expect(await answerFrom(browser, dist, isolated)).toEqual(promised);
    recordFigure(`LuaExecutor with its workers inline, ${name}`, downloadSize(dist));
  },
);

test.each(others)('LuaExecutor says what to do, bundled by $name', async ({ packages, build }) => {
  const project = await createProject(packages, { 'main.js': main });
  await build(project);
  expect(await answerFrom(browser, pageOf(project), isolated)).toEqual({
    error: expect.stringContaining('workerUrl: inlineWorkerUrl() of tidelock/inline-worker'),
  });
});

test('LuaExecutor with a file of its workers, for pages that allow no blob:', async () => {
  const project = await createProject([tools.esbuild], { 'main.js': fileMain });
  await project.run('esbuild', 'main.js', '--bundle', '--minify', '--outdir=dist');
  const worker = ['tidelock-worker=tidelock/web-worker', '--bundle', '--minify', '--format=esm'];
  await project.run('esbuild', ...worker, '--outdir=dist');
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
  const headers = { ...isolated, 'content-security-policy': policy };
  expect(await answerFrom(browser, pageOf(project), headers)).toEqual(promised);
});

/** What was built, with a page that loads it unless the bundler has made one. */
function pageOf(project: Project): string {
  const dist = join(project.folder, 'dist');
  if (!existsSync(join(dist, 'index.html'))) project.write('dist/index.html', page('main.js'));
  return dist;
}
