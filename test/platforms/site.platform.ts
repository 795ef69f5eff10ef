import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './browser.ts';
import { type StaticServer, serveFolder } from './static-server.ts';

const root = join(import.meta.dirname, '../..');

let browser: Browser;
let server: StaticServer;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

test('the documentation and the playground are built as one site, without broken links', async () => {
  const said = execFileSync('npm', ['run', 'docs'], { cwd: root, encoding: 'utf8' });
  expect(said).toMatch(/[1-9]\d+ pages, \d{3,} links, none of them broken/);
  server = await serveFolder(join(root, 'build/site'));
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.click('a.playground-link');
  await page.waitForSelector('#status[data-ending=idle]');
  await page.click('#run');
  await page.waitForSelector('#status[data-ending=ok]');
});
