import type { Browser } from 'playwright-core';
import { serveFolder } from './static-server.ts';

/** What a page says, as JSON in its body, once the package has run in it. @throws the errors of the page */
export async function answerOf(browser: Browser, url: string): Promise<unknown> {
  const tab = await browser.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(error.message));
  try {
    await tab.goto(url);
    await tab.waitForFunction(() => document.body.textContent?.includes('{'), undefined, { timeout: 15_000 });
    return JSON.parse((await tab.textContent('body')) ?? '');
  } catch (error) {
    throw errors.length > 0 ? new Error(errors.join('\n')) : error;
  } finally {
    await tab.close();
  }
}

/** The same of the first page in a folder, served with headers. */
export async function answerFrom(
  browser: Browser,
  folder: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const server = await serveFolder(folder, headers);
  try {
    return await answerOf(browser, server.url);
  } finally {
    server.close();
  }
}
