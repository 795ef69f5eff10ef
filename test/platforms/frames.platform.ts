import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './browser.ts';
import { recordFigure } from './figures.ts';
import { countFrames, longestTask } from './main-thread.ts';
import { createProject } from './project.ts';
import { type StaticServer, serveFolder } from './static-server.ts';
import { tools } from './versions.ts';

const main = `import { LuaContext } from 'tidelock';
const lua = await LuaContext.create({}, { timeout: '5s', maxInstructions: 0 });
document.querySelector('button').onclick = () => {
  lua.executeScriptAsync('while true do pcall(function() while true do end end) end').catch((error) => {
    document.body.append(error.resource);
  });
};`;

const page = `<!doctype html><meta charset="utf-8"><body><button>Run</button>
<svg width="100" height="100"><circle cx="50" cy="50" r="20">
<animate attributeName="r" from="5" to="50" dur="1s" repeatCount="indefinite"/></circle></svg>
<script type="module" src="main.js"></script></body>`;

let browser: Browser;
let server: StaticServer;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

// The machine may have other things to do for once.
test('a page whose own thread runs an endless loop keeps its frames', { retry: 2 }, async () => {
  const project = await createProject([tools.esbuild], { 'main.js': main });
  await project.run('esbuild', 'main.js', '--bundle', '--minify', '--format=esm', '--outdir=dist');
  project.write('dist/index.html', page);
  server ??= await serveFolder(join(project.folder, 'dist'));
  const tab = await browser.newPage();
  await tab.goto(server.url);
  await tab.waitForFunction(() => document.querySelector('button')?.onclick);
  const frames = await countFrames(tab);
  const longest = await longestTask(browser, tab, async () => {
    await tab.click('button');
    await tab.waitForFunction(() => document.body.textContent?.includes('time'), undefined, {
      timeout: 15_000,
    });
  });
  const rate = await frames.rate();
  recordFigure('A page whose own thread runs an endless loop for 5 s', {
    frames: rate,
    longestTask: longest,
  });
  expect(longest).toBeLessThan(50);
  expect(rate).toBeGreaterThan(55);
});
