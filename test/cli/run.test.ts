import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { version } from '../../src/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tidelock-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command, as a user's shell would. */
function start(args: readonly string[]): ChildProcess & { stdin: NonNullable<ChildProcess['stdin']> } {
  return spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { cwd: root });
}

async function finish(child: ChildProcess): Promise<Finished> {
  const status = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')),
  );
  return { status: await status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

function tidelock(...args: string[]): Promise<Finished> {
  return finish(start(args));
}

/** `tidelock run -` with the script on standard input. */
function run(script: string, ...args: string[]): Promise<Finished> {
  const child = start(['run', '-', ...args]);
  child.stdin.end(script);
  return finish(child);
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe.concurrent('what a script gives and gets', () => {
  test('print and results go to standard output', async () => {
    const finished = await run('print("a", 1, 2.0, nil) return 42, "two\\nlines", nil, true');
    expect(finished).toEqual({
      status: 0,
      stdout: 'a\t1\t2.0\tnil\n42\ntwo\nlines\nnil\ntrue\n',
      stderr: '',
    });
  });

  test('results look as in Lua', async () => {
    const { stdout } = await run(
      'return {1, {x = "y", ["a b"] = 1.5}, {}}, 1/0, -1/0, 0/0, math.mininteger, print',
    );
    expect(stdout.split('\n')).toEqual([
      '{ 1, { x = "y", ["a b"] = 1.5 }, {} }',
      'inf',
      '-inf',
      'nan',
      '-9223372036854775808',
      'function',
      '',
    ]);
  });

  test.each([
    ['a sequence with a metatable', 'return setmetatable({ 1, "two" }, {})', '{ 1, "two" }\n'],
    [
      'what its metamethods say otherwise',
      'return setmetatable({ [2] = 1 }, { __index = error, __pairs = error, __len = error })',
      '{ ["2"] = 1 }\n',
    ],
    ['nil beside it', 'return nil, setmetatable({}, {}), nil', 'nil\n{}\nnil\n'],
    ['what is inside', 'return { { setmetatable({ a = 1 }, {}) } }', '{ { a = 1 } }\n'],
    ['a coroutine', 'return coroutine.create(print)', 'thread\n'],
    ['a file', 'return io.stdout', 'userdata\n'],
    ['what cannot be looked into', 'return debug.setmetatable({}, {})', 'table\n', '--libraries=debug'],
  ])(
    '%s is shown, and nothing of the script runs',
    async (_what, script, stdout, libraries = '--libraries=all') => {
      expect(await run(script, libraries)).toEqual({ status: 0, stdout, stderr: '' });
      const inJson = JSON.parse((await run(script, libraries, '--json')).stdout);
      expect(inJson).toMatchObject({ ok: true });
    },
  );

  test('an empty script prints nothing', async () => {
    expect(await run('')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('arguments arrive as ... and in arg', async () => {
    const path = file('args.lua', 'print(arg[0], #arg, arg[1], arg[2]) return ...');
    const { stdout } = await tidelock('run', path, '--', 'größe €', '--json');
    expect(stdout).toBe(`${path}\t2\tgröße €\t--json\ngröße €\n--json\n`);
  });

  test('without arguments arg has just the name', async () => {
    expect((await run('return arg[0], #arg, select("#", ...)')).stdout).toBe('-\n0\n0\n');
  });

  test('arguments do not need the -- unless they start with a dash', async () => {
    const path = file('plain.lua', 'return ...');
    expect((await tidelock('run', path, 'a', 'b')).stdout).toBe('a\nb\n');
    expect((await tidelock('run', path, '--stats', '--', '--stats', '--', '-x')).stdout).toBe(
      '--stats\n--\n-x\n',
    );
  });

  test.each([
    ['a shebang line', '#!/usr/bin/env tidelock\nerror("here")'],
    ['any line that starts with #', '# comment = ( [[\r\nerror("here")'],
    ['a byte order mark before it', '\uFEFF#!tidelock\nerror("here")'],
  ])('%s is skipped, and lines keep their numbers', async (_what, script) => {
    const path = file(`${script.length}.lua`, script);
    const { status, stderr } = await tidelock('run', path);
    expect(status).toBe(1);
    expect(stderr).toContain(`${path}:2: here`);
  });

  test('only the first line may start with #', async () => {
    const { status, stderr } = await run('#one\n#two');
    expect(status).toBe(1);
    expect(stderr).toContain('stdin:2:');
  });

  test('the example prints its report within the strict profile', async () => {
    const { status, stdout, stderr } = await tidelock(
      'run',
      'examples/harbour.lua',
      '--profile',
      'strict',
      '--',
      '2',
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('HARBOUR DAY: 9 ships, 2 berths, 6 rules');
    expect(stdout).toContain('manifest, line 6: tonnage "many" is not a number');
  });
});

describe.concurrent('errors of a script', () => {
  test('a runtime error shows its traceback and ends with 1', async () => {
    const script =
      'local function inner()\n  error("no berth")\nend\nlocal function outer()\n  inner()\nend\nouter()';
    const { status, stdout, stderr } = await run(`print("before")\n${script}`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'before\n' });
    expect(stderr).toMatch(/^error: stdin:3: no berth\nstack traceback:\n/);
    expect(stderr).toMatch(/stdin:3: in .*inner.*stdin:6: in .*outer.*stdin:8: in main chunk/s);
  });

  test('a syntax error names chunk and line and ends with 1', async () => {
    const path = file('syntax.lua', 'local x = 1\nlocal y = = 2\n');
    const { status, stdout, stderr } = await tidelock('run', path);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`error: ${path}:2: unexpected symbol near '='\n`);
  });

  test.each([
    ['nil', 'error()'],
    ['a table', 'error({ code = 7 })'],
    ['an object with __tostring', 'error(setmetatable({}, { __tostring = function() return "mine" end }))'],
  ])('an error value that is %s ends with 1', async (_what, script) => {
    const { status, stderr } = await run(script);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: ./);
  });

  test('bytecode is refused', async () => {
    const { status, stderr } = await run('\x1bLua');
    expect(status).toBe(1);
    expect(stderr).toContain('binary chunk');
  });
});

describe.concurrent('limits', () => {
  const endless = 'while true do pcall(function() while true do end end) end';

  test.each([
    [
      ['--max-instructions', '1e5'],
      endless,
      /^error: instruction limit exceeded.*100,000/,
      '--max-instructions',
    ],
    [['--timeout', '50ms', '--max-instructions=0'], endless, /^error: execution timeout.*50 ms/, '--timeout'],
    [
      ['--max-memory', '1MB'],
      'local s = "x" while true do s = s .. s end',
      /^error: not enough memory/,
      '--max-memory',
    ],
  ])('%j stops a script with status 3', async (flags, script, message, hint) => {
    const { status, stdout, stderr } = await run(`${script} print("never")`, ...flags);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toContain('stack traceback:\n\tstdin:1: in ');
    expect(stderr).toContain(`use ${hint}`);
  });

  test.each([
    ['leads back to itself', 'local t = setmetatable({}, {}) t.t = t return t', 1, 'contains itself'],
    [
      'has one table in many places',
      'local t for i = 1, 40 do t = setmetatable({ t, t }, {}) end return t',
      3,
      'instruction limit exceeded',
    ],
    [
      'has one long text in many places',
      'local s, t = ("x"):rep(1e6), setmetatable({}, {}) for i = 1, 99 do t[i] = s end return t',
      3,
      'not enough memory',
    ],
  ])('hold for a result that %s', async (_what, script, status, message) => {
    for (const flags of [[], ['--json']]) {
      const finished = await run(script, ...flags);
      expect(finished.status).toBe(status);
      expect(finished.stdout + finished.stderr).toContain(message);
    }
  });

  test('--profile chooses the limits, and an option of its own wins over it', async () => {
    const limit = async (...flags: string[]) =>
      JSON.parse((await run(endless, '--json', ...flags)).stdout).error.limit;
    expect(await limit()).toBe(10_000_000);
    expect(await limit('--profile', 'strict')).toBe(1_000_000);
    expect(await limit('--profile', 'strict', '--max-instructions', '2000000')).toBe(2_000_000);
  });

  test('0 is no limit', async () => {
    const script = 'local n = 0 for i = 1, 6e6 do n = n + 1 end return n';
    expect((await run(script)).status).toBe(3);
    expect(await run(script, '--max-instructions', '0')).toEqual({
      status: 0,
      stdout: '6000000\n',
      stderr: '',
    });
  });

  test('the tightest limit leaves nothing half done', async () => {
    const { status, stderr } = await run('return 1', '--max-instructions', '1');
    expect(status).toBe(3);
    expect(stderr).toContain('instruction limit exceeded');
  });
});

test('os.exit gives the status, and nothing is reported', async () => {
  const finished = await run('print("before") os.exit(7) print("after")', '--libraries', 'all');
  expect(finished).toEqual({ status: 7, stdout: 'before\n', stderr: '' });
});

describe.concurrent('--libraries', () => {
  const script =
    'return os ~= nil, os ~= nil and os.getenv ~= nil, string ~= nil, table ~= nil, debug ~= nil';

  test.each([
    ['sandbox', 'true false true true false'],
    ['safe', 'false false true true false'],
    ['all', 'true true true true true'],
    ['none', 'false false false false false'],
    ['string', 'false false true false false'],
    ['table,debug', 'false false false true true'],
  ])('%s', async (libraries, expected) => {
    const { status, stdout } = await run(script, '--libraries', libraries);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n').join(' ')).toBe(expected);
  });
});

describe.concurrent('--json and --stats', () => {
  const usage = {
    instructions: expect.any(Number),
    peakMemory: expect.any(Number),
    wallTime: expect.any(Number),
  };

  test('a success is one document, and prints go to standard error', async () => {
    const { status, stdout, stderr } = await run('print("hi", 1) return 1, "é", nil, {a = {true}}', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'hi\t1\n' });
    expect(JSON.parse(stdout)).toEqual({ ok: true, results: [1, 'é', null, { a: [true] }], usage });
    expect(stdout.endsWith('}\n')).toBe(true);
  });

  test('what JSON cannot express becomes text', async () => {
    const { stdout } = await run('return 1/0, {-1/0}, 0/0, math.maxinteger, print', '--json');
    expect(JSON.parse(stdout).results).toEqual(['inf', ['-inf'], 'nan', '9223372036854775807', 'function']);
  });

  test('no code of the script runs while the document is made', async () => {
    const { stdout } = await run(
      'return {toJSON = function() print("called") end, __proto__ = {x = 1}}',
      '--json',
    );
    expect(stdout).toMatch(/"toJSON":"function"/);
    expect(stdout).toMatch(/"__proto__":\{"x":1\}/);
  });

  test('no results are an empty list', async () => {
    expect(JSON.parse((await run('', '--json')).stdout).results).toEqual([]);
  });

  test('an error says what and where', async () => {
    const { status, stdout, stderr } = await run('local x\nx.y = 1', '--json');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      error: {
        name: 'LuaError',
        code: 'ERR_LUA_RUNTIME',
        message: "stdin:2: attempt to index a nil value (local 'x')",
        traceback: 'stack traceback:\n\tstdin:2: in main chunk',
      },
      usage,
    });
  });

  test('a syntax error', async () => {
    const { status, stdout } = await run('return return', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({
      name: 'LuaSyntaxError',
      code: 'ERR_LUA_SYNTAX',
      traceback: '',
    });
  });

  test('a limit', async () => {
    const { status, stdout } = await run('while true do end', '--json', '--max-instructions', '5000');
    expect(status).toBe(3);
    const { error, usage: used } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'ERR_LUA_LIMIT', resource: 'instructions', limit: 5000 });
    expect(error.traceback).toContain('stdin:1: in main chunk');
    expect(error.used).toBe(used.instructions);
  });

  test('--stats goes to standard error, after success and after errors', async () => {
    const figures = /^[\d,]+ instructions, [\d,]+ bytes of memory at most, [\d.]+ ms\n$/m;
    const good = await run('return 1', '--stats');
    expect(good).toMatchObject({ status: 0, stdout: '1\n', stderr: expect.stringMatching(figures) });
    const bad = await run('error("x")', '--stats');
    expect(bad).toMatchObject({ status: 1, stderr: expect.stringMatching(figures) });
  });

  test('the same script uses the same number of instructions', async () => {
    const script = 'local t = {} for i = 1, 1000 do t[i % 7] = tostring(i) end return #t';
    const counts = await Promise.all(
      [1, 2].map(async () => JSON.parse((await run(script, '--json')).stdout).usage),
    );
    expect(counts[0].instructions).toBe(counts[1].instructions);
  });
});

describe.concurrent('mistakes on the command line end with 2', () => {
  test.each<[string[], RegExp]>([
    [[], /Usage: tidelock/],
    [['dance'], /unknown command 'dance'/],
    [['run'], /missing required argument 'file'/],
    [['run', 'no/such.lua'], /cannot read 'no\/such\.lua': there is no such file; give a Lua file, or -/],
    [['run', 'src'], /cannot read 'src': it is a directory; give a Lua file, or -/],
    [['run', 'package.json/x'], /cannot read 'package.json\/x': .*; give a Lua file, or -/],
    [['run', '-', '--fast'], /unknown option '--fast'/],
    [['run', '-', '--timeout'], /'--timeout <time>' argument missing/],
    [['run', '-', '--profile', 'loose'], /--profile.*'loose'.*strict, normal, relaxed, unlimited/],
    [['run', '-', '--libraries', 'strings'], /libraries is 'strings', but must be 'sandbox'.*'string'/],
    [['run', '-', '--libraries', 'string,'], /libraries is '', but must be/],
    [['run', '-', '--libraries', ''], /libraries is '', but must be/],
    [['run', '-', '--max-instructions', '-1'], /--max-instructions is '-1', but must be a whole number/],
    [['run', '-', '--max-instructions', 'NaN'], /--max-instructions is 'NaN', but must be a whole number/],
    [['run', '-', '--max-instructions', '1.5'], /--max-instructions is '1.5', but must be a whole number/],
    [['run', '-', '--max-instructions='], /--max-instructions is '', but must be a whole number/],
    [['run', '-', '--max-memory', '-10MB'], /--max-memory is '-10MB', but must be .*'10MB'/],
    [['run', '-', '--max-memory', '10 apples'], /--max-memory is '10 apples', but must be/],
    [['run', '-', '--max-memory', '100'], /maxMemory is 100, but must be at least \d+ bytes/],
    [['run', '-', '--timeout', 'NaN'], /--timeout is 'NaN', but must be .*'5s'/],
    [['run', '-', '--timeout', '-5s'], /--timeout is '-5s', but must be/],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await finish(start(args));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe.concurrent('as a good citizen', () => {
  test('--version', async () => {
    expect(await tidelock('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('--help lists the commands, and the help of run has examples and exit statuses', async () => {
    const main = await tidelock('--help');
    expect(main).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('run [options] <file> [args...]'),
    });
    const { status, stdout } = await tidelock('run', '--help');
    expect(status).toBe(0);
    for (const part of ['--max-memory <size>', '$ tidelock run', 'Exit status: 0 success']) {
      expect(stdout).toContain(part);
    }
  });

  test('a reader that goes away ends an endless printer quietly', async () => {
    const child = start(['run', '-', '--profile', 'unlimited']);
    child.stdin.end('while true do print("y") end');
    child.stdout?.once('data', () => child.stdout?.destroy());
    const errors = child.stderr ? text(child.stderr) : '';
    const status = await new Promise((resolve) => child.on('exit', resolve));
    expect({ status, stderr: await errors }).toEqual({ status: 0, stderr: '' });
  });

  test('no colours without a terminal', async () => {
    const { stderr } = await run('error("x")', '--stats');
    expect(stderr).not.toContain('\x1b');
  });
});
