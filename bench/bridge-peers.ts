import { LuaFactory } from 'wasmoon';
import { LuaContext, type LuaInput } from '../src/index.ts';

type AnyFunction = (...args: unknown[]) => unknown;

/** What the benchmark does with either library. */
export interface BridgePeer {
  readonly id: 'tidelock' | 'wasmoon';
  set(name: string, value: unknown): void;
  get(name: string): unknown;
  run(source: string): unknown;
  /** A Lua function that the host can call. */
  function(source: string): AnyFunction;
  /** A Lua loop around a statement, which may use the loop's variable `i`. */
  loop(statement: string, before?: string): (times: number) => void;
}

export function openTidelock(): BridgePeer {
  const lua = new LuaContext({}, { maxInstructions: 1e12, maxMemory: '512MB', timeout: '10min' });
  const compile = (source: string) => lua.executeScript<AnyFunction>(source);
  return {
    id: 'tidelock',
    set: (name, value) => lua.setGlobal(name, value as LuaInput),
    get: (name) => lua.getGlobal(name),
    run: (source) => lua.executeScript(source),
    function: compile,
    loop: (statement, before = '') => compile(loopSource(statement, before)),
  };
}

export async function openWasmoon(): Promise<BridgePeer> {
  const lua = await new LuaFactory().createEngine();
  const run = (source: string) => {
    lua.global.setTop(0); // doStringSync leaves its results on the stack
    return lua.doStringSync(source);
  };
  return {
    id: 'wasmoon',
    set: (name, value) => lua.global.set(name, value),
    get: (name) => lua.global.get(name),
    run,
    function: (source) => run(source) as AnyFunction,
    // the functions that wasmoon gives out return promises if called with coroutines; these run as they are
    loop: (statement, before = '') => run(loopSource(statement, before)) as (times: number) => void,
  };
}

function loopSource(statement: string, before: string): string {
  return `${before} return function(times) for i = 1, times do ${statement} end end`;
}
