import { LuaContext } from '../src/index.ts';
import type { BridgePeer } from './bridge-peers.ts';

/** Whose empty loop is taken off; `whole` for operations that take so long that it does not count. */
export type Side = 'lua' | 'js' | 'whole';

export interface Crossing {
  readonly name: string;
  readonly side: Side;
  /** Nanoseconds that issue 3 asks for. */
  readonly target?: number;
  /** Undefined where the peer has no such operation. */
  readonly prepare: (peer: BridgePeer) => ((times: number) => void) | undefined;
}

const short = 'a short text';
const long = 'x'.repeat(1_000);
const small = { x: 1, y: 2, name: 'point' };
const thousand = Array.from({ length: 1_000 }, (_, i) => i + 0.5);
const hundred = Object.fromEntries(thousand.slice(0, 100).map((value, i) => [`key${i}`, value]));

/** Lua calls a function of the host in a loop. */
function fromLua(host: (...args: never[]) => unknown, call: string, before = '') {
  return (peer: BridgePeer) => {
    peer.set('host', host);
    return peer.loop(call, `local host = host ${before}`);
  };
}

/**
 * The host calls a Lua function in a loop whose code is its own, as a program's would be: where several functions are
 * called from one place, V8 takes 10 to 20 ns more for any of them.
 * @param parameters of the call, in which `i` is the loop's variable and `value` what is given here
 */
function hostLoop(source: string, parameters: string, value?: unknown) {
  return (peer: BridgePeer): ((times: number) => void) => {
    const code = `return (times) => { for (let i = 0; i < times; i++) fn(${parameters}); }`;
    return new Function('fn', 'value', code)(peer.function(source), value);
  };
}

const take = () => undefined;
const luaTake = 'return function() end';

export const crossings: readonly Crossing[] = [
  {
    name: 'Lua calls JS: two numbers',
    side: 'lua',
    target: 100,
    prepare: fromLua((a: number, b: number) => a + b, 'host(i, 2)'),
  },
  {
    name: 'Lua calls JS: short string in and out',
    side: 'lua',
    target: 150,
    prepare: fromLua((text: string) => text, `host("${short}")`),
  },
  {
    name: 'Lua calls JS: short string in',
    side: 'lua',
    target: 150,
    prepare: fromLua(take, `host("${short}")`),
  },
  {
    name: 'Lua calls JS: 1,000 characters in',
    side: 'lua',
    prepare: fromLua(take, 'host(long)', 'local long = ("x"):rep(1000)'),
  },
  {
    name: 'Lua calls JS: small table in',
    side: 'lua',
    prepare: fromLua(take, 'host(small)', 'local small = { x = 1, y = 2, name = "point" }'),
  },
  {
    name: 'JS calls Lua: two numbers',
    side: 'js',
    target: 100,
    prepare: hostLoop('return function(a, b) return a + b end', 'i, 2'),
  },
  {
    name: 'JS calls Lua: short string in',
    side: 'js',
    target: 150,
    prepare: hostLoop(luaTake, 'value', short),
  },
  {
    name: 'JS calls Lua: short string in and out',
    side: 'js',
    target: 150,
    prepare: hostLoop('return function(text) return text end', 'value', short),
  },
  { name: 'JS calls Lua: 1,000 characters in', side: 'js', prepare: hostLoop(luaTake, 'value', long) },
  { name: 'JS calls Lua: small object in', side: 'js', prepare: hostLoop(luaTake, 'value', small) },
  {
    name: '1,000 numbers into Lua',
    side: 'whole',
    target: 20_000,
    prepare: hostLoop(luaTake, 'value', thousand),
  },
  {
    name: '1,000 numbers out of Lua',
    side: 'whole',
    target: 20_000,
    prepare: hostLoop(
      'local t = {} for i = 1, 1000 do t[i] = i + 0.5 end return function() return t end',
      '',
    ),
  },
  {
    name: 'an object of 100 keys into Lua',
    side: 'whole',
    prepare: hostLoop(luaTake, 'value', hundred),
  },
  {
    name: 'an object of 100 keys out of Lua',
    side: 'whole',
    prepare: hostLoop(
      'local t = {} for i = 1, 100 do t["key" .. i] = i + 0.5 end return function() return t end',
      '',
    ),
  },
  {
    name: 'setGlobal of a number',
    side: 'js',
    prepare: (peer) => (times) => {
      for (let i = 0; i < times; i++) peer.set('n', i);
    },
  },
  {
    name: 'getGlobal of a number',
    side: 'js',
    prepare: (peer) => {
      peer.set('n', 5);
      return (times) => {
        for (let i = 0; i < times; i++) peer.get('n');
      };
    },
  },
  {
    name: 'making and disposing a context',
    side: 'whole',
    prepare: ({ id }) =>
      id === 'wasmoon' // makes its engines asynchronously, a module each
        ? undefined
        : (times) => {
            for (let i = 0; i < times; i++) new LuaContext().dispose();
          },
  },
  {
    name: 'resetting a context',
    side: 'whole',
    target: 30_000,
    prepare: ({ id }) => {
      if (id === 'wasmoon') return undefined; // has no reset
      const lua = new LuaContext();
      return (times) => {
        for (let i = 0; i < times; i++) lua.reset();
      };
    },
  },
  {
    name: 'resetting a context after a script',
    side: 'whole',
    prepare: ({ id }) => {
      if (id === 'wasmoon') return undefined;
      const lua = new LuaContext();
      return (times) => {
        for (let i = 0; i < times; i++) {
          lua.executeScript('x = 1');
          lua.reset();
        }
      };
    },
  },
];
