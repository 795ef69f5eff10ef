import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runAttacks } from './held.ts';

const folder = fileURLToPath(new URL('scripts/', import.meta.url));
const classes = readdirSync(folder).map((name) => ({ name, scripts: readdirSync(folder + name) }));
const files = classes.flatMap(({ name, scripts }) => scripts.map((script) => `${folder}${name}/${script}`));
const patience = 60_000;

const resolvers = new Map<string, (problems: readonly string[]) => void>();
const verdicts = new Map(
  files.map((file) => [
    file,
    new Promise<readonly string[]>((resolve) => {
      resolvers.set(file, resolve);
    }),
  ]),
);

/** All run in the order of the tests, so that each test waits for its own. */
void runAttacks(files, (file, problems) => resolvers.get(file)?.(problems));

let held = 0;
afterAll(() => console.log(`attacks held: ${held} of ${files.length}`));

describe.each(classes)('held: $name', ({ name, scripts }) => {
  test.each(scripts)('%s', { timeout: patience }, async (script) => {
    expect(await verdicts.get(`${folder}${name}/${script}`)).toEqual([]);
    held++;
  });
});
