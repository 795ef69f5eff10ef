import fc from 'fast-check';
import {
  LuaContext,
  type LuaCoroutine,
  LuaLimitError,
  type LuaTableHandle,
  type Snapshot,
} from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';
import type { Finding, Fuzzer } from './fuzzer.ts';

type Plain = number | string | boolean | null | Plain[];

/** What a context should hold. */
interface Model {
  globals: Record<string, Plain>;
  /** The contents of tables that handles lead to; undefined once the state has been set back. */
  tables: (Record<string, Plain> | undefined)[];
  /** How often each coroutine has been resumed; undefined once it is gone. */
  coroutines: (number | undefined)[];
  snapshots: Record<string, Plain>[];
}

interface Real {
  readonly lua: LuaContext;
  readonly handles: LuaTableHandle[];
  readonly coroutines: LuaCoroutine[];
  readonly snapshots: Snapshot[];
}

class Step implements fc.Command<Model, Real> {
  private readonly name: string;
  private readonly act: (model: Model, real: Real) => void;
  constructor(name: string, act: (model: Model, real: Real) => void) {
    this.name = name;
    this.act = act;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    this.act(model, real);
    for (const [name, value] of Object.entries(model.globals)) same(real.lua.getGlobal(name), value, name);
  }
  toString(): string {
    return this.name;
  }
}

function same(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

function expectLimit(resource: string, act: () => unknown): void {
  const error = caughtFrom(act);
  if (!(error instanceof LuaLimitError && error.resource === resource))
    throw new Error(`expected the limit ${resource}, got ${String(error)}`, { cause: error });
}

/** All that leads into the state is stale after it was set back. */
function setBack(model: Model, globals: Record<string, Plain>): void {
  model.globals = { ...globals };
  model.tables = model.tables.map(() => undefined);
  model.coroutines = model.coroutines.map(() => undefined);
}

const start: Readonly<Record<string, Plain>> = { first: 1 };
const variable = fc.constantFrom('a', 'b', 'c', 'first');
const index = fc.nat({ max: 3 });
const plain: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.integer(),
    fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed()),
    fc.boolean(),
    fc.constantFrom(0.5, -1e300, 2 ** 53, 'then', '__proto__', ''),
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
  ),
})).value;

const generator = 'return function(...) local n = 0 while true do n = n + 1 coroutine.yield(n) end end';

const commands: fc.Arbitrary<fc.Command<Model, Real>>[] = [
  fc.tuple(variable, plain).map(
    ([name, value]) =>
      new Step(`setGlobal(${name}, ${JSON.stringify(value)})`, (model, { lua }) => {
        lua.setGlobal(name, value);
        model.globals[name] = value;
      }),
  ),
  fc.tuple(variable, plain).map(
    ([name, value]) =>
      new Step(`script(${name} = ...)`, (model, { lua }) => {
        same(lua.executeScript(`${name} = ... return ${name}`, { args: [value] }), value, 'result');
        model.globals[name] = value;
      }),
  ),
  variable.map(
    (name) =>
      new Step(`${name} = nil`, (model, { lua }) => {
        lua.executeScript(`${name} = nil collectgarbage()`);
        model.globals[name] = null;
      }),
  ),
  plain.map(
    (value) =>
      new Step(`echo(${JSON.stringify(value)})`, (_, { lua }) => {
        lua.executeScript('function identity(...) return echo(...) end');
        same(lua.call('identity', value), value, 'echo');
      }),
  ),
  fc.constantFrom('instructions', 'memory', 'aborted').map(
    (resource) =>
      new Step(`end by ${resource}`, (_, { lua }) => {
        const scripts: Record<string, string> = {
          instructions:
            'while true do pcall(function() local t = {} while true do t = { t } if #t > 1 then break end end end) end',
          memory: 'local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end',
          aborted: 'pcall(stop) while true do end',
        };
        const limits = { maxInstructions: resource === 'memory' ? 1e9 : 300_000, maxMemory: '4MB' };
        expectLimit(resource, () => lua.executeScript(scripts[resource] as string, { limits }));
      }),
  ),
  fc.constant(
    new Step('createTable', (model, { lua, handles }) => {
      handles.push(lua.createTable({ x: 1 }));
      model.tables.push({ x: 1 });
    }),
  ),
  fc.tuple(index, fc.constantFrom('x', 'y', '__proto__'), plain).map(
    ([i, key, value]) =>
      new Step(`handle ${i}.${key}`, (model, { handles }) => {
        const handle = handles[i];
        const table = model.tables[i];
        if (!handle) return;
        if (!table) return void expectThrow(() => handle.get(key));
        handle.set(key, value as never);
        Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
        same(handle.get(key), value, key);
      }),
  ),
  fc.constant(
    new Step('createCoroutine', (model, { lua, coroutines }) => {
      coroutines.push(lua.createCoroutine(generator));
      model.coroutines.push(0);
    }),
  ),
  index.map(
    (i) =>
      new Step(`resume ${i}`, (model, { coroutines }) => {
        const coroutine = coroutines[i];
        const count = model.coroutines[i];
        if (!coroutine) return;
        if (count === undefined) return void expectThrow(() => coroutine.resume());
        same(coroutine.resume().values, [count + 1], 'yield');
        model.coroutines[i] = count + 1;
      }),
  ),
  index.map(
    (i) =>
      new Step(`close ${i}`, (model, { coroutines }) => {
        const coroutine = coroutines[i];
        if (!coroutine || model.coroutines[i] === undefined) return;
        coroutine.close();
        model.coroutines[i] = undefined;
      }),
  ),
  fc.constant(
    new Step('reset', (model, { lua }) => {
      lua.reset();
      setBack(model, { a: null, b: null, c: null, ...start });
    }),
  ),
  fc.constant(
    new Step('snapshot', (model, { lua, snapshots }) => {
      snapshots.push(lua.snapshot());
      model.snapshots.push({ ...model.globals });
    }),
  ),
  index.map(
    (i) =>
      new Step(`restore ${i}`, (model, { lua, snapshots }) => {
        const snapshot = snapshots[i];
        if (!snapshot) return;
        lua.restore(snapshot);
        setBack(model, { a: null, b: null, c: null, ...model.snapshots[i] });
      }),
  ),
  fc.constant(
    new Step('fork', (model, { lua }) => {
      const fork = lua.fork();
      for (const [name, value] of Object.entries(model.globals))
        same(fork.getGlobal(name), value, `${name} of the fork`);
      fork.executeScript('a, b, c, first = nil collectgarbage()');
      fork.dispose();
    }),
  ),
  fc
    .constantFrom('collect', 'generational', 'incremental', 'step')
    .map((command) => new Step(`gc(${command})`, (_, { lua }) => void lua.gc(command as 'collect'))),
  fc.constant(
    new Step('errors', (_, { lua }) => {
      for (const script of [
        'error({})',
        'local x = nil + 1',
        'x = = 1',
        'fail()',
        'coroutine.wrap(error)("x")',
      ])
        expectThrow(() => lua.executeScript(script));
    }),
  ),
  fc.constant(
    new Step('hook', (_, { lua }) => {
      let lines = 0;
      lua.setHook(() => void lines++, { line: true });
      lua.executeScript('local x = 1\nlocal y = 2');
      lua.removeHook();
      if (lines < 2) throw new Error(`${lines} lines were seen`);
    }),
  ),
];

/** How closely executions are looked at, and after how many of 10,000,000 instructions the host is warned. */
const looks = fc.record({
  checkInterval: fc.constantFrom(1, 7, 1000),
  warningThreshold: fc.nat({ max: 1000 }).map((used) => used / 1e7),
});

/** What a host may do at any time; the values that are on their way meanwhile must not change. */
function useLua(lua: LuaContext): void {
  lua.getGlobal('first');
  lua.setGlobal('warned', 'warned');
  lua.executeScript('return "in between", 1, {}');
}

function expectThrow(act: () => unknown): void {
  if (caughtFrom(act) === undefined) throw new Error('nothing was thrown');
}

/** Calls the public face in any order, beside a model of what it should hold. */
export class CallFuzzer implements Fuzzer {
  private steps = 0;

  run(seed: number): Finding | undefined {
    const property = fc.property(fc.commands(commands, { maxCommands: 40 }), looks, (sequence, limits) => {
      const lua: LuaContext = new LuaContext(
        {
          first: 1,
          echo: (value: unknown) => value as never,
          stop: () => lua.cancel(),
          fail: () => {
            throw new Error('of the host');
          },
        },
        { libraries: 'all', seed: 1, print: () => {}, ...limits, onWarning: () => useLua(lua) },
      );
      const model: Model = { globals: { ...start }, tables: [], coroutines: [], snapshots: [] };
      fc.modelRun(() => ({ model, real: { lua, handles: [], coroutines: [], snapshots: [] } }), sequence);
      this.steps += [...sequence].length;
      lua.dispose();
    });
    const outcome = fc.check(property, { seed, numRuns: 1 });
    if (!outcome.failed) return undefined;
    const { counterexample, errorInstance } = outcome;
    return { seed, what: String(errorInstance), details: String(counterexample) };
  }

  totals(): Readonly<Record<string, number>> {
    return { steps: this.steps };
  }

  close(): void {
    // each case has a context of its own
  }
}
