import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from './browser.ts';
import { recordFigure } from './figures.ts';
import { countFrames, longestTask } from './main-thread.ts';
import { type StaticServer, serveFolder } from './static-server.ts';

const root = join(import.meta.dirname, '../..');
const playground = join(root, 'playground');
const site = mkdtempSync(join(tmpdir(), 'tidelock-playground-'));

let server: StaticServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let errors: string[];

beforeAll(async () => {
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: playground });
  if (!existsSync(join(playground, 'node_modules'))) npm('ci', '--no-audit', '--no-fund');
  execFileSync('npx', ['tsc', '-p', 'playground'], { cwd: root });
  npm('run', 'build', '--', '--outDir', site, '--emptyOutDir');
  server = await serveFolder(site);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(site, { recursive: true });
});

beforeEach(async () => {
  errors = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await open(server.url);
});

afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
});

async function open(url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector('#status[data-ending=idle]');
}

/** Puts a script into the editor, by the keyboard as a person would. */
async function write(script: string): Promise<void> {
  await page.click('.cm-content');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(script);
}

async function choose(example: string): Promise<void> {
  await page.selectOption('#examples', { label: example });
}

/** Presses Run, waits for the end, and returns what the page says of it. */
async function run(): Promise<string> {
  await page.click('#run');
  await page.waitForSelector('#status:not([data-ending=running])', { timeout: 30_000 });
  return page.innerText('#status');
}

const markedLine = () => page.innerText('.cm-errorLine');

describe('a script', () => {
  test('runs, and its output and results appear', async () => {
    await write('print("hello", 1.5) return 42, { name = "moon" }');
    expect(await run()).toMatch(/^Finished after /);
    expect(await page.innerText('.output-lines')).toBe('hello\t1.5');
    expect(await page.innerText('.result')).toBe('42\n{ name = "moon" }');
  });

  test('that is wrong has its line marked', async () => {
    await write('local a = 1\nlocal b = = 2\nreturn b');
    expect(await run()).toMatch(/^Error/);
    expect(await page.innerText('.error-message')).toContain("script:2: unexpected symbol near '='");
    expect(await markedLine()).toBe('local b = = 2');
  });

  test('that fails shows a traceback, whose lines can be clicked', async () => {
    await choose('A mistake, with its traceback');
    expect(await run()).toMatch(/^Error/);
    expect(await markedLine()).toContain('stock[name].price');
    await page.click('.traceback .line-link:has-text("script:12")');
    expect(await page.innerText('.cm-activeLine')).toContain('sum = sum + priceOf(name)');
  });

  test('that changes is marked no longer', async () => {
    await write('error("here")');
    await run();
    await page.click('.cm-content');
    await page.keyboard.type(' ');
    expect(await page.locator('.cm-errorLine').count()).toBe(0);
  });

  test('that waits for a promise of the page goes on when it comes', async () => {
    await write('local before = "a" wait(0.05) clear() print(before) return "after"');
    expect(await run()).toMatch(/^Finished/);
    expect(await page.innerText('.output-lines')).toBe('a');
  });

  test('that prints without end leaves the page alive, with the last lines', async () => {
    await write('local n = 0 while true do n = n + 1 print(n) end');
    await page.evaluate(() => setTimeout(() => document.querySelector<HTMLElement>('#stop')?.click(), 700));
    expect(await run()).toMatch(/^Stopped/);
    const lines = (await page.innerText('.output-lines')).split('\n');
    expect(lines.length).toBeLessThan(2100);
    expect(Number(lines.at(-1))).toBe(Number(lines.at(-2)) + 1);
  });
});

describe('scripts that mean harm', () => {
  test.each([
    ['An endless loop', 'Ended by the time limit', 'time'],
    ['Catches every error', 'Ended by the instruction limit', 'instructions'],
    ['A memory bomb', 'Ended by the memory limit', 'memory'],
    ['A pattern bomb', 'Ended by the instruction limit', 'instructions'],
  ])('%s: %s', async (example, ending, limit) => {
    await choose(example);
    expect(await run()).toContain(ending);
    expect(await page.locator(`.limit:has(#limit-${limit})`).getAttribute('data-state')).toBe('reached');
  });

  test('Stop ends a script', async () => {
    await choose('An endless loop');
    await page.click('#run');
    await page.click('#stop');
    await page.waitForSelector('#status:not([data-ending=running])');
    expect(await page.innerText('#status')).toMatch(/^Stopped/);
  });

  test('Stop ends a script that is inside a library function', async () => {
    await choose('A pattern bomb');
    await page.focus('#limit-instructions');
    await page.keyboard.press('End');
    await page.click('#run');
    await page.waitForSelector('#status[data-ending=running]');
    await page.click('#stop');
    await page.waitForSelector('#status:not([data-ending=running])', { timeout: 2_000 });
    expect(await page.innerText('#status')).toMatch(/^Stopped/);
    await write('return 6 * 7');
    expect(await run()).toMatch(/^Finished/);
  });

  // The machine may have other things to do for once.
  test.each(['An endless loop', 'A pattern bomb'])(
    '%s leaves the page its frames',
    { retry: 2 },
    async (example) => {
      await choose(example);
      await page.focus('#limit-instructions');
      await page.keyboard.press('End');
      const before = await countFrames(page);
      const longest = await longestTask(browser, page, run);
      const frames = await before.rate();
      recordFigure(`The playground while it runs: ${example}`, { frames, longestTask: longest });
      expect(longest).toBeLessThan(50);
      expect(frames).toBeGreaterThan(55);
    },
  );
});

describe('the page', () => {
  test('has a profile and the heap of the last execution', async () => {
    expect(await run()).toMatch(/^Finished/);
    await page.click('text=Profile');
    const box = page.locator('.flame', { hasText: 'iterate' }).first();
    expect(await box.getAttribute('title')).toMatch(/^iterate, line 6\n[\d,]+ instructions/);
    await page.click('text=Heap');
    expect(await page.locator('.chart').getAttribute('aria-label')).toMatch(
      /^Lua heap over .* at most .* kB$/,
    );
    expect(await page.innerText('.holding')).toContain('rows');
  });

  test('shows what was used of each limit', async () => {
    await write('for i = 1, 1000 do end');
    await run();
    const figures = await page.locator('.meter-figure').allInnerTexts();
    expect(figures).toEqual([
      expect.stringMatching(/^[\d,]+, < 0.1 %$/),
      expect.stringMatching(/^\d+ kB, [\d.< ]+ %$/),
      expect.stringMatching(/^[\d.]+ ms, [\d.< ]+ %$/),
    ]);
  });

  test('holds scripts to the limits that its sliders say', async () => {
    await page.focus('#limit-instructions');
    await page.keyboard.press('Home');
    await write('while true do end');
    expect(await run()).toContain('Ended by the instruction limit');
    expect(await page.innerText('.error-message')).toContain('of 10,000 instructions used');
  });

  test('is shared by its address', async () => {
    await write('return "größe €", _VERSION');
    await page.focus('#limit-memory');
    await page.keyboard.press('Home');
    await page.click('#share');
    await page.waitForSelector('.toast.shown');
    await open(page.url());
    expect(await page.innerText('.cm-content')).toBe('return "größe €", _VERSION');
    expect(await page.locator('#limit-memory').getAttribute('aria-valuetext')).toBe('128 kB');
  });

  test('says so when it cannot start', async () => {
    await page.route(/assets\/main-[^/]*\.js/, (route) => route.abort());
    await page.goto(`${server.url}?again`);
    await page.waitForSelector('#status:has-text("The playground cannot start")');
    expect(errors.splice(0)).toEqual([expect.stringContaining('cannot be loaded')]);
  });

  test('ignores an address that holds no script', async () => {
    await open(`${server.url}?again#code=nonsense&i=x`);
    expect(await page.innerText('.cm-content')).toContain('The Mandelbrot set');
  });

  test('is used by the keyboard', async () => {
    await write('while true do end');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#status[data-ending=running]');
    await page.keyboard.press('Control+.');
    await page.waitForSelector('#status:not([data-ending=running])');
    await page.focus('[role=tab][aria-selected=true]');
    await page.keyboard.press('ArrowRight');
    expect(await page.innerText('[role=tab][aria-selected=true]')).toBe('Profile');
  });

  test('completes the names of the library', async () => {
    await write('return string.re');
    await page.keyboard.press('Control+Space');
    await page.waitForSelector('.cm-tooltip-autocomplete');
    expect(await page.locator('.cm-tooltip-autocomplete li').allInnerTexts()).toEqual(['rep', 'reverse']);
  });

  test('remembers whether it is dark or light', async () => {
    await page.click('#theme');
    await open(server.url);
    expect(await page.getAttribute('html', 'data-theme')).toBe('light');
  });

  test.each([320, 390, 768, 1280])('needs no sideways scrolling when it is %i wide', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await run();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test('looks as in the README', async () => {
    await choose('Catches every error');
    await run();
    await page.screenshot({ path: join(root, 'docs/images/playground.png') });
  });
});
