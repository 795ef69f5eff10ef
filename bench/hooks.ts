/**
 * `tsx bench/hooks.ts`: what debug hooks cost, beside native Lua with a hook in C that finds out as much (the
 * name and the line) and counts. Option: --quick.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type HookOptions, LuaContext } from '../src/index.ts';
import { buildNative } from './native/build.ts';
import { loadPrograms, type Program } from './programs.ts';
import { saveResults } from './save-results.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const rounds = options.quick ? 3 : 9;

const hooks = {
  none: undefined,
  line: { line: true },
  call: { call: true, return: true },
} as const satisfies Record<string, HookOptions | undefined>;

type HookName = keyof typeof hooks;

interface Run {
  readonly ms: number;
  readonly checksum: number;
  readonly events: number;
}

interface Row {
  readonly program: string;
  readonly hook: Exclude<HookName, 'none'>;
  readonly events: number;
  /** Nanoseconds that the hook adds to each event. */
  readonly tidelock: number;
  readonly native: number;
}

const native = await buildNative();
if (native === undefined) throw new Error('native Lua, the peer, cannot be built: there is no gcc');

const sizes: Readonly<Record<string, number>> = { calls: 22, objects: 20_000, strings: 20_000 };
const programs = (await loadPrograms()).filter(({ name }) => name in sizes);
const rows = programs.flatMap((program) => compare(program, sizes[program.name] as number));
console.table(rows);
save(rows);

/** The minimum of rounds in which all take turns, so that what else happens on the machine meets all alike. */
function compare(program: Program, size: number): Row[] {
  const names = Object.keys(hooks) as HookName[];
  const lanes = names.flatMap((name) => [
    { key: `tidelock ${name}`, run: tidelockRunner(program, size, name), best: undefined as Run | undefined },
    { key: `native ${name}`, run: () => runNative(program, size, name), best: undefined as Run | undefined },
  ]);
  for (let round = 0; round < rounds; round++) {
    for (const lane of lanes) {
      const found = lane.run();
      if (!lane.best || found.ms < lane.best.ms) lane.best = found;
    }
  }
  const best = (key: string) => lanes.find((lane) => lane.key === key)?.best as Run;
  if (new Set(lanes.map((lane) => lane.best?.checksum)).size > 1) throw new Error('the checksums differ');
  return (['line', 'call'] as const).map((hook) => {
    const cost = (side: string) => {
      const { ms, events } = best(`${side} ${hook}`);
      return Math.round(((ms - best(`${side} none`).ms) * 1e6) / events);
    };
    const [ours, theirs] = [best(`tidelock ${hook}`).events, best(`native ${hook}`).events];
    if (ours !== theirs)
      throw new Error(`${program.name}, ${hook}: ${ours} events, but ${theirs} in native Lua`);
    return { program: program.name, hook, events: ours, tidelock: cost('tidelock'), native: cost('native') };
  });
}

/** As the native side it runs twice, and the second time counts. */
function tidelockRunner(program: Program, size: number, name: HookName): () => Run {
  const lua = new LuaContext({ N: size }, { profile: 'unlimited' });
  let events = 0;
  const hook = hooks[name];
  if (hook) lua.setHook(() => void events++, hook);
  lua.executeScript(program.source);
  return () => {
    events = 0;
    const start = performance.now();
    const checksum = lua.executeScript<number>(program.source);
    return { ms: performance.now() - start, checksum, events };
  };
}

function runNative(program: Program, size: number, name: HookName): Run {
  const args = [program.file, String(size), '2', ...(name === 'none' ? [] : [name])];
  const line = execFileSync(native as string, args, { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1) as string;
  const [seconds, checksum, events] = line.split(' ').map(Number) as [number, number, number];
  return { ms: seconds * 1000, checksum, events };
}

/** Only a full run replaces the committed file. */
function save(results: readonly Row[]): void {
  const path = saveResults('hooks', !options.quick, { rounds, unit: 'ns per event', results });
  console.log(`wrote ${path}`);
}
