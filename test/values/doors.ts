import { LuaContext, type LuaContextOptions, type LuaInput, type LuaTable } from '../../src/index.ts';

/** Ways by which one value goes into Lua and comes back; each runs in the one context given. */
export type Door = readonly [name: string, pass: (value: LuaInput) => unknown];

/** All doors of a context made with these options. */
export function doorsOf(options: LuaContextOptions = {}): readonly Door[] {
  let given: LuaInput;
  let received: unknown;
  const hosts = {
    take: (value: unknown) => {
      received = value;
    },
    takeThird: (_a: unknown, _b: unknown, value: unknown) => {
      received = value;
    },
    give: () => given,
  };
  const lua = new LuaContext(hosts, { profile: 'unlimited', ...options });
  lua.executeScript('function same(...) return ... end  config = {}');
  const table = lua.createTable();
  const environment = lua.createEnvironment();
  const live = lua.executeScript<LuaTable>('return setmetatable({}, {})');
  const same = lua.getGlobal<(value: LuaInput) => unknown>('same');
  const coroutine = lua.createCoroutine('return function(x) while true do x = coroutine.yield(x) end end');
  const through = (put: (value: LuaInput) => void, get: () => unknown) => (value: LuaInput) => {
    put(value);
    return get();
  };
  return [
    [
      'a global variable',
      through(
        (value) => lua.setGlobal('v', value),
        () => lua.getGlobal('v'),
      ),
    ],
    [
      'a dotted path',
      through(
        (value) => lua.setGlobal('config.a.b', value),
        () => lua.getGlobal('config.a.b'),
      ),
    ],
    ["a script's argument and result", (value) => lua.executeScript('return ...', { args: [value] })],
    ['the second of several', (value) => lua.executeScript<unknown[]>('return 1, ...', { args: [value] })[1]],
    ['a function called by name', (value) => lua.call('same', value)],
    ['a function held', (value) => same(value)],
    [
      "a callback's argument",
      through(
        (value) => lua.executeScript('take(...)', { args: [value] }),
        () => received,
      ),
    ],
    [
      "a callback's third argument",
      through(
        (value) => lua.executeScript('takeThird(1, {}, ...)', { args: [value] }),
        () => received,
      ),
    ],
    [
      "a callback's result",
      through(
        (value) => {
          given = value;
        },
        () => lua.executeScript('return (give())'),
      ),
    ],
    [
      'a field set through a handle',
      through(
        (value) => table.set('v', value),
        () => table.get('v'),
      ),
    ],
    ['a table made from an object', (value) => lua.createTable({ v: value }).get('v')],
    ['an entry of a table', (value) => lua.createTable([value]).ipairs()[0]?.[1] ?? null],
    [
      'an environment',
      through(
        (value) => environment.set('v', value),
        () => lua.executeScriptIn(environment, 'return v'),
      ),
    ],
    [
      'a property of a live table',
      through(
        (value) => Reflect.set(live, 'v', value),
        () => live['v'] ?? null,
      ),
    ],
    ['a coroutine', (value) => coroutine.resume(value).values[0]],
  ];
}
