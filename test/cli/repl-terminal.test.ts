import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = new TemporaryFolder();
const typists: Typist[] = [];
afterAll(() => {
  for (const typist of typists) typist.leave();
  folder.remove();
});

const command = [process.execPath, '--import', 'tsx', 'src/cli/main.ts', 'repl'];
const [controlC, controlD] = ['\x03', '\x04'];

/** A terminal, made by script(1), in which somebody types once what was waited for has appeared. */
class Typist {
  private readonly child: ChildProcess;
  private seen = '';
  private wake = () => {};

  constructor(state: string, ...args: string[]) {
    const line = [...command, ...args].join(' ');
    const env = { ...process.env, XDG_STATE_HOME: join(folder.path, state), NO_COLOR: '1', TERM: 'xterm' };
    this.child = spawn('script', ['-qec', line, '/dev/null'], { cwd: root, env });
    typists.push(this);
    this.child.stdout?.on('data', (data) => {
      this.seen += data;
      this.wake();
    });
  }

  /** Types once a text has appeared after what was typed before. */
  async after(appears: string, type: string): Promise<this> {
    while (!this.seen.includes(appears)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.seen = this.seen.slice(this.seen.indexOf(appears) + appears.length);
    this.child.stdin?.write(type);
    return this;
  }

  /** Closes the terminal, whatever goes on in it. */
  leave(): void {
    this.child.kill();
  }

  ended(): Promise<number | null> {
    return new Promise((resolve) => this.child.on('close', resolve));
  }
}

describe.runIf(process.platform === 'linux')('in a terminal', { timeout: 60_000 }, () => {
  test('Ctrl-C ends the script that runs, not the session', async () => {
    const typist = new Typist('a', '--profile', 'unlimited');
    await typist.after('> ', 'print(2^10) while true do pcall(function() while true do end end) end\r');
    await typist.after('1024.0\r\n', controlC);
    await typist.after('execution aborted', '6 * 7\r');
    await typist.after('42\r\n', controlD);
    expect(await typist.ended()).toBe(0);
  });

  test('Ctrl-C forgets an incomplete chunk', async () => {
    const typist = new Typist('b');
    await typist.after('> ', 'for i = 1, 3 do\r');
    await typist.after('>> ', controlC);
    await typist.after('^C\r\n', '6 * 7\r');
    await typist.after('42\r\n', controlD);
    expect(await typist.ended()).toBe(0);
  });

  test('Tab completes globals and fields', async () => {
    const typist = new Typist('c');
    await typist.after('> ', 'harbour = { quays = 7 * 6 }\r');
    await typist.after('> ', 'harb\t');
    await typist.after('our', '.qu\t');
    await typist.after('ays', '\r');
    await typist.after('42\r\n', controlD);
    expect(await typist.ended()).toBe(0);
  });

  test('the lines of earlier sessions come back', async () => {
    const first = new Typist('d');
    await first.after('> ', '6 * 7\r');
    await first.after('42\r\n', controlD);
    await first.ended();
    const second = new Typist('d');
    await second.after('> ', '\x1b[A\r');
    await second.after('42\r\n', controlD);
    await second.ended();
    expect(readFileSync(join(folder.path, 'd/tidelock/history'), 'utf8')).toBe('6 * 7\n');
  });
});

test('lines that are piped in are answered without prompts, in turn', async () => {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, '--profile', 'strict'], { cwd: root });
  const said = Promise.all([text(child.stdout), text(child.stderr)]);
  child.stdin.end('x = 6\nx *\n7\n.limits time 1s\n.exit\n"not said"\n');
  expect(await said).toEqual([
    '42\ninstructions  1,000,000\nmemory        10,485,760 bytes\ntime          1,000 ms\n',
    '',
  ]);
});

/** What appears on the terminal in which a command runs. */
async function seenIn(line: string): Promise<string> {
  const env = { ...process.env, NO_COLOR: '1', TERM: 'xterm' };
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text(child.stdout);
}

describe.runIf(process.platform === 'linux')(
  'what would command a terminal is shown on it',
  { timeout: 60_000 },
  () => {
    const run = [process.execPath, '--import', 'tsx', 'src/cli/main.ts', 'run'].join(' ');

    test.each([
      [
        'printed',
        String.raw`print('\27]52;c;aGk=\7\ttab\u{9b}2J')`,
        String.raw`\x1b]52;c;aGk=\x07${'\t'}tab\x9b2J`,
      ],
      ['returned', String.raw`return 'safe\rdone', '\27[8m'`, String.raw`safe\x0ddone${'\r\n'}\x1b[8m`],
      ['raised', String.raw`error('\27[2J', 0)`, String.raw`error: \x1b[2J`],
    ])('when it is %s', async (what, script, shown) => {
      const file = folder.file(`${what}.lua`, script);
      const seen = await seenIn(`${run} ${file}`);
      expect(seen).toContain(shown);
      expect(seen).not.toContain('\x1b');
    });

    test('and goes into a pipe as it is', async () => {
      const file = folder.file('piped.lua', String.raw`print('\27[2J')`);
      expect(await seenIn(`${run} ${file} | od -An -tx1`)).toContain('1b 5b 32 4a 0a');
    });
  },
);
