import { LuaContext, type LuaContextOptions, type LuaFunction } from '../../src/index.ts';

/** A context as a careless host might set it up, which notices what must not happen. */
export interface Victim {
  readonly lua: LuaContext;
  /** Host functions that ran after the script had been ended. */
  readonly callsAfterTheEnd: string[];
}

class Point {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }

  norm(): number {
    return Math.hypot(this.x, this.y);
  }

  hidden(): string {
    return 'secret';
  }
}

class Box {
  readonly value = 7;

  get secret(): string {
    return 'secret';
  }

  hidden(): string {
    return this.secret;
  }
}

/** What a host may throw, few of which are errors. */
const thrown: readonly unknown[] = [
  undefined,
  null,
  42,
  'text',
  Symbol('s'),
  () => 1,
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('get');
      },
    },
  ),
  Object.create(null),
  {
    get message() {
      throw new Error('message');
    },
  },
  Object.assign(new Error('x'), { toString: 1 }),
  new AggregateError([new Error('a')], 'b'),
  new (class extends Error {
    override get name(): string {
      throw new Error('name');
    }
  })('x'),
];

export function makeVictim(options: LuaContextOptions): Victim {
  const callsAfterTheEnd: string[] = [];
  let stopped = false;
  const watched = <A extends unknown[], R>(name: string, body: (...args: A) => R) => {
    return (...args: A): R => {
      if (stopped) callsAfterTheEnd.push(name);
      return body(...args);
    };
  };
  const lua: LuaContext = new LuaContext(
    {
      touch: watched('touch', () => undefined),
      call: watched('call', (callee: LuaFunction, ...args: never[]) => callee(...args)),
      identity: watched('identity', (value: unknown) => value as never),
      execute: watched('execute', (script: string) => lua.executeScript(script)),
      fail: watched('fail', () => {
        throw Object.assign(new Error('of the host'), { code: 'ERR_HOST' });
      }),
      failWith: watched('failWith', (which: number) => {
        throw thrown[which - 1];
      }),
      stop: watched('stop', () => {
        stopped = true;
        lua.cancel();
      }),
      object: { a: 1, nested: { b: [1, 2, 3] } },
    },
    { print: watched('print', () => undefined), ...options },
  );
  lua.setUserdata('box', new Box(), { readable: true });
  lua.registerClass('Point', {
    construct: (x: number, y: number) => new Point(x, y),
    methods: { norm: (self: Point) => self.norm() },
  });
  lua.executeScript('point = Point.new(3, 4)', { profile: 'unlimited' });
  return { lua, callsAfterTheEnd };
}
