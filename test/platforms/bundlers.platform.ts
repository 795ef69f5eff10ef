import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchChromium } from './browser.ts';
import { downloadSize } from './download.ts';
import { recordFigure } from './figures.ts';
import { answerFrom, answerOf } from './page-answer.ts';
import { createProject, type Project } from './project.ts';
import { tools } from './versions.ts';

const main = `import { check } from './check.js';
check().then((answer) => { document.body.textContent = JSON.stringify(answer); });`;

const page = (script: string) =>
  `<!doctype html><meta charset="utf-8"><body><script type="module" src="${script}"></script></body>`;

const largestDownload = 200_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  recordFigure('Chromium', { version: browser.version() });
});
afterAll(() => browser?.close());

interface Bundler {
  readonly name: string;
  readonly packages: readonly string[];
  readonly minified: boolean;
  /** Builds `main.js` into `dist`, with the options that every user of the tool knows, and no others. */
  build(project: Project): Promise<unknown>;
}

const bundlers: readonly Bundler[] = [
  {
    name: 'webpack',
    packages: [tools.webpack, tools.webpackCli],
    minified: true,
    build: (project) => project.run('webpack', '--mode', 'production', '--entry', './main.js'),
  },
  {
    name: 'esbuild',
    packages: [tools.esbuild],
    minified: true,
    build: (project) => project.run('esbuild', 'main.js', '--bundle', '--minify', '--outdir=dist'),
  },
  {
    name: 'Rollup',
    packages: [tools.rollup, tools.rollupResolve],
    minified: false,
    build: (project) =>
      project.run('rollup', 'main.js', '--dir', 'dist', '--plugin', 'node-resolve={browser:true}'),
  },
];

test.each(bundlers)('$name, without configuration', async ({ name, packages, minified, build }) => {
  const project = await createProject(packages, { 'main.js': main });
  await build(project);
  const dist = join(project.folder, 'dist');
  project.write('dist/index.html', page('main.js'));
  expect(await answerFrom(browser, dist)).toEqual(inject('promises'));
  const size = downloadSize(dist);
  recordFigure(minified ? name : `${name}, not minified`, { version: versionOf(packages[0]), ...size });
  expect(size.bytes).toBeLessThan(largestDownload);
});

test('Vite, built, without configuration', async () => {
  const project = await createProject([tools.vite], { 'main.js': main, 'index.html': page('/main.js') });
  await project.run('vite', 'build');
  const dist = join(project.folder, 'dist');
  expect(await answerFrom(browser, dist)).toEqual(inject('promises'));
  const size = downloadSize(dist);
  recordFigure('Vite', { version: versionOf(tools.vite), ...size });
  expect(size.bytes).toBeLessThan(largestDownload);
});

test('Vite, its development server, without configuration', async () => {
  const project = await createProject([tools.vite], { 'main.js': main, 'index.html': page('/main.js') });
  const server = spawn(join(project.folder, 'node_modules/.bin/vite'), ['--port', '5199', '--strictPort'], {
    cwd: project.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve) => server.stdout.once('data', resolve));
    expect(await answerOf(browser, 'http://localhost:5199/')).toEqual(inject('promises'));
  } finally {
    server.kill();
  }
});

test('a page without any bundler, through an import map', async () => {
  const project = await createProject([], { 'main.js': main });
  const imports = {
    tidelock: './node_modules/tidelock/dist/index.js',
    '#platform': './node_modules/tidelock/dist/platform/web.js',
    valibot: './node_modules/valibot/dist/index.mjs',
    '@bjorn3/browser_wasi_shim': './node_modules/@bjorn3/browser_wasi_shim/dist/index.js',
  };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  project.write('index.html', map + page('./main.js'));
  expect(await answerFrom(browser, project.folder)).toEqual(inject('promises'));
});

function versionOf(tool = ''): string {
  return tool.slice(tool.lastIndexOf('@') + 1);
}
