import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { withoutPlatform } from '../fuzz/platform.ts';
import { Tidelock } from '../fuzz/tidelock.ts';
import { NativeLua } from '../native/reference.ts';

/**
 * The chapters of the manual as programs that check themselves, run in all modes and on native Lua, which is
 * built from the same archive where gcc is there.
 */
const folder = fileURLToPath(new URL('manual/', import.meta.url));
const harness = readFileSync(new URL('harness.lua', import.meta.url), 'utf8').replaceAll('\n', ' ');
const chapters = readdirSync(folder);
const native = await NativeLua.start(100);
const files = mkdtempSync(join(tmpdir(), 'chapters-'));
mkdirSync(join(files, 'tmp'));
const mounts = {
  '/data': { path: files, write: true },
  '/tmp': { path: join(files, 'tmp'), write: true },
} as const;

let compared = 0;
let checks = 0;
afterAll(() => {
  native?.close();
  rmSync(files, { recursive: true });
  console.log(
    `chapters of the manual compared with native Lua: ${compared} of ${chapters.length}; checks in them: ${checks}`,
  );
});

/** @param files the name of the folder that is theirs, as the program sees it */
function programOf(chapter: string, files: string): string {
  return `local folder = '${files}' ${harness}${readFileSync(folder + chapter, 'utf8')}\nreport()`;
}

describe.each(chapters)('%s', (chapter) => {
  const program = programOf(chapter, '/data');
  const tidelock = new Tidelock(mounts);
  const limited = tidelock.limited(program, { checkInterval: 100 });

  test('all its checks hold, with every limit on', () => {
    expect(limited.output).toMatch(/^\d+ checks, 0 failures$/m);
    expect(limited.how).toBe('returned');
    checks += Number(/^(\d+) checks/m.exec(limited.output)?.[1]);
  });

  test('it does the same without limits, and after a restore', () => {
    expect(tidelock.free(program)).toEqual(limited);
    expect(tidelock.restored(program)).toEqual(limited);
  });

  // a protected call that was suspended goes on with less of the native stack (docs/verification.md), which
  // shows where chapter 4.1 nests until it overflows, and in what failing message handlers of 2.3 use
  test.skipIf(chapter.startsWith('4.1'))('it does the same in slices', async () => {
    const sliced = await tidelock.sliced(program, limited.instructions);
    const expected = chapter.startsWith('2.3') ? { ...limited, instructions: sliced.instructions } : limited;
    expect(sliced).toEqual(expected);
  });

  test.skipIf(!native)('native Lua prints the same', async () => {
    const { output } = (await native?.run(programOf(chapter, files))) ?? limited;
    expect(withoutPlatform(limited.output)).toBe(withoutPlatform(output));
    compared++;
  });
});
