import { afterAll, describe, expect, test } from 'vitest';
import { LuaContext, type LuaFunction, type LuaTableHandle, TidelockError } from '../../src/index.ts';
import { works } from './attack.ts';

/** What is at hand for those who act. */
interface Scene {
  readonly lua: LuaContext;
  readonly callback: LuaFunction;
  readonly table: LuaTableHandle;
}

/** What a careless host may do with a context, wherever it happens to be. */
const acts: Readonly<Record<string, (scene: Scene) => unknown>> = {
  reset: ({ lua }) => lua.reset(),
  dispose: ({ lua }) => lua.dispose(),
  cancel: ({ lua }) => lua.cancel(),
  snapshot: ({ lua }) => lua.snapshot().toBytes(),
  fork: ({ lua }) => lua.fork().dispose(),
  'restore of its own snapshot': ({ lua }) => lua.restore(lua.snapshot()),
  'a script': ({ lua }) => lua.executeScript('local t = {} for i = 1, 1000 do t[i] = { i } end return t'),
  'a script that fails': ({ lua }) => lua.executeScript('error({})'),
  'a script without an end': ({ lua }) => lua.executeScript('while true do end'),
  'an asynchronous script': ({ lua }) => lua.executeScriptAsync('return 1').catch(() => {}),
  'a call of a function': ({ callback }) => callback(1, {}),
  'a call of a coroutine': ({ lua, callback }) => lua.resume(lua.createCoroutine(callback)),
  'a use of a table': ({ table }) => {
    table.set('x', { y: 1 });
    table.get('x');
    return table.pairs();
  },
  'release of a table': ({ lua, table }) => lua.release(table),
  'globals of each kind': ({ lua }) => {
    lua.setGlobal('late', () => 1);
    lua.setUserdata('other', { a: 1 }, { readable: true });
    lua.registerModule('late', { a: 1 });
    return lua.getGlobal('late');
  },
  'a hook': ({ lua }) => {
    lua.setHook(() => {}, { count: 10 });
    lua.removeHook();
  },
  'full collections': ({ lua }) => lua.gc('collect'),
  'a look at the stack': ({ lua }) => [lua.getStack(), lua.getStack().map((_, i) => lua.getLocals(i))],
  bytecode: ({ lua }) => lua.loadBytecode(lua.compile('return 1'))(),
  'other handlers': ({ lua }) => {
    lua.setPrintHandler(null);
    lua.setOutputHandler(() => {});
    lua.setReadHandler(null);
    lua.setFileReader(() => null);
  },
};

type Act = () => unknown;

/** Where it may be: each sets a trap in which `act` is called, and gives the script that springs it. */
const places: Readonly<Record<string, (lua: LuaContext, act: Act) => string>> = {
  'a function of the host': (lua, act) => {
    lua.setGlobal('trap', () => void act());
    return 'trap()';
  },
  'a function of the host in a coroutine in pcall': (lua, act) => {
    lua.setGlobal('trap', () => void act());
    return 'local x <close> = setmetatable({}, { __close = function() trap() end }) pcall(coroutine.wrap(function() trap() end))';
  },
  'a finalizer': (lua, act) => {
    lua.setGlobal('trap', () => void act());
    return 'setmetatable({}, { __gc = trap }) collectgarbage()';
  },
  'a comparator': (lua, act) => {
    lua.setGlobal('trap', () => act() === 1);
    return 'table.sort({ 3, 2, 1, 5, 4 }, trap)';
  },
  'the print handler': (lua, act) => {
    lua.setPrintHandler(() => void act());
    return 'print(1) io.write("x\\n")';
  },
  'the output handler': (lua, act) => {
    lua.setOutputHandler(() => void act());
    return 'print(1) io.write("x")';
  },
  'the read handler': (lua, act) => {
    lua.setReadHandler(() => {
      act();
      return null;
    });
    return 'io.read() for l in io.lines() do end';
  },
  'the file reader': (lua, act) => {
    lua.setFileReader(() => {
      act();
      return 'return 1';
    });
    return 'dofile("x")';
  },
  'a searcher': (lua, act) => {
    lua.addSearcher(() => {
      act();
      return null;
    });
    return 'pcall(require, "nothing")';
  },
  'the debug hook': (lua, act) => {
    let acted = false;
    lua.setHook(
      () => {
        if (!acted) {
          acted = true;
          act();
        }
      },
      { line: true },
    );
    return 'local a = 1\nlocal b = 2\nfor i = 1, 10 do end';
  },
  'a getter of an argument': (lua, act) => {
    const object = {
      get a() {
        act();
        return 1;
      },
    };
    lua.setGlobal('trap', () => object);
    return 'trap() pcall(trap)';
  },
  'a converter to Lua': (lua, act) => {
    lua.registerTypeConverter(
      (object) => object instanceof Date,
      () => {
        act();
        return 1;
      },
    );
    lua.setGlobal('trap', () => new Date());
    return 'trap()';
  },
  'a converter from Lua': (lua, act) => {
    lua.registerFromLuaConverter(
      (value) => Array.isArray(value) && value[0] === 'trap',
      () => {
        act();
        return 1;
      },
    );
    lua.setGlobal('trap', () => {});
    return 'trap({ "trap" }, { { "trap" } }) return { "trap" }';
  },
  'a property of a userdata': (lua, act) => {
    const trap = {
      get x() {
        return act() === 1;
      },
      set x(_: boolean) {
        act();
      },
    };
    lua.setUserdata('object', trap, { readable: true, writable: true });
    return 'local x = object.x object.x = 1';
  },
  'a method of a class': (lua, act) => {
    class Trap {
      constructor() {
        act();
      }
    }
    lua.registerClass('Trap', { construct: () => new Trap(), methods: { spring: () => void act() } });
    return 'Trap.new():spring()';
  },
};

const limits = { maxInstructions: 200_000, timeout: '5s' } as const;
const neighbour = new LuaContext({}, { libraries: 'all' });
let held = 0;
afterAll(() => {
  neighbour.dispose();
  console.log(
    `things done at the wrong moment: ${held} of ${4 * Object.keys(places).length * Object.keys(acts).length}`,
  );
});

/** The code of an error of ours; anything else is a fault. */
function codeOf(error: unknown): string {
  if (!(error instanceof TidelockError)) throw error;
  return error.code;
}

function attempt(act: Act): unknown {
  try {
    return act();
  } catch (error) {
    return codeOf(error);
  }
}

/** Sets the trap, acts in it, and looks at what is left. */
async function spring(
  place: (lua: LuaContext, act: Act) => string,
  act: (scene: Scene) => unknown,
  { inSlices, swallows }: { readonly inSlices: boolean; readonly swallows: boolean },
): Promise<void> {
  const lua = new LuaContext(
    {},
    { libraries: 'all', allowBytecode: true, print: () => {}, warningThreshold: 0.1, ...limits },
  );
  const callback = lua.executeScript<LuaFunction>('return function(...) local t = { ... } return #t end');
  const table = lua.createTable({ a: 1 });
  let depth = 0;
  let acted = false;
  const begun: unknown[] = [];
  const script = place(lua, () => {
    if (depth > 0) return undefined;
    depth++;
    acted = true;
    try {
      const work = () => act({ lua, callback, table });
      const result = swallows ? attempt(work) : work();
      begun.push(result);
      return result;
    } finally {
      depth--;
    }
  });
  try {
    if (inSlices) await lua.executeScriptAsync(script, { sliceMs: 0.5 });
    else lua.executeScript(script);
  } catch (error) {
    codeOf(error);
  }
  expect(acted).toBe(true);
  await Promise.all(begun);
  if (attempt(() => lua.info()) !== 'ERR_LUA_STATE') {
    expect(lua.isBusy()).toBe(false);
    lua.reset();
    lua.removeHook();
    expect(works(lua)).toBe(true);
    lua.dispose();
  }
  expect(works(neighbour)).toBe(true);
  held++;
}

describe.each(Object.entries(acts))('%s does no harm in', (_, act) => {
  test.each(Object.entries(places))('%s', async (_, place) => {
    for (const inSlices of [false, true]) {
      for (const swallows of [false, true]) await spring(place, act, { inSlices, swallows });
    }
  });
});
