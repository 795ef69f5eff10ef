import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import * as deno from '../../src/platform/deno.ts';
import * as node from '../../src/platform/node.ts';
import type { Platform } from '../../src/platform/platform.ts';
import * as web from '../../src/platform/web.ts';

const engine = readFileSync(new URL('../../dist/tidelock.wasm', import.meta.url));

const platforms: Readonly<Record<string, Platform>> = { node, deno, web };

test.each(Object.entries(platforms))('%s has the engine for those who wait', async (_name, platform) => {
  const found = await platform.fetchEngine();
  expect(Buffer.from(found as Uint8Array).equals(engine)).toBe(true);
});

test.each(['node', 'deno'])('%s has the engine at once', (name) => {
  expect(Buffer.from(platforms[name]?.readEngine() as Uint8Array).equals(engine)).toBe(true);
});

test.each(Object.entries(platforms))('%s gives new seeds', (_name, platform) => {
  expect(platform.randomSeed()).not.toEqual(platform.randomSeed());
});

test('without files, the error says what to do instead', () => {
  expect(() => web.readTextFile('a.lua')).toThrow(/a\.lua.*there are no files.*executeScript/);
});

test('on the web, output reaches the console by whole lines', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  web.writeOutput('one\n');
  web.writeOutput('half of ');
  web.writeOutput('two\nthree\n');
  expect(log.mock.calls).toEqual([['one'], ['half of two\nthree']]);
  log.mockRestore();
});
