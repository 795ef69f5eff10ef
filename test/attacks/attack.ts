import { LuaContext, type LuaContextOptions, type LuaGlobals, type ScriptLimits } from '../../src/index.ts';
import { caughtFrom } from '../support/thrown.ts';

/** A script that tries to break a promise: its name and its source. */
export type Attack = readonly [name: string, script: string];

/** How an attack ended. */
export interface Outcome {
  /** 'returned', the resource of a LuaLimitError, or the code (else the kind) of another error. */
  readonly how: string;
  readonly milliseconds: number;
  readonly error: unknown;
}

/** Strings of any length at once: `R(text, n)` is text n times, in few instructions. */
const prelude = 'local function R(text, n) return text:rep(4096):rep(n // 4096) end ';

export function attack(lua: LuaContext, script: string, limits: ScriptLimits): Outcome {
  const start = performance.now();
  let how = 'returned';
  const error = caughtFrom(() => lua.executeScript(prelude + script, { limits, chunkName: '=attack' }));
  const milliseconds = performance.now() - start;
  if (error !== undefined) {
    const { resource, code } = error as { resource?: string; code?: string };
    how = resource ?? code ?? Object.prototype.toString.call(error);
  }
  return { how, milliseconds, error };
}

export function openVictim(options: LuaContextOptions = {}, globals: LuaGlobals = {}): LuaContext {
  const call = (callee: (...args: unknown[]) => unknown, ...args: unknown[]) => callee(...args);
  return new LuaContext(
    { call, ...globals },
    { libraries: 'all', allowBytecode: true, print: () => {}, ...options },
  );
}

/** True where every part of a context still works. */
export function works(lua: LuaContext): boolean {
  const script = `
    local t = {}
    for i = 1, 600 do t[i] = i * 2 end
    local generator = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end)
    local ok, message = pcall(error, 'x')
    assert(not ok and message == 'x' and generator(1) == 2 and generator(21) == 42)
    assert(load('return 41 + 1')() == 42 and not load('return +'))
    local collected = false
    setmetatable({}, { __gc = function() collected = true end })
    collectgarbage()
    assert(collected)
    table.sort(t, function(a, b) return a > b end)
    return t`;
  const limits = { maxInstructions: 0, timeout: 5000 };
  const sorted = lua.executeScript<number[]>(script, { limits });
  return sorted.length === 600 && sorted.every((value, i) => value === 1200 - 2 * i);
}
