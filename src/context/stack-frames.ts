import type { Decoder } from '../bridge/decoder.ts';
import { LuaOptionError } from '../bridge/errors.ts';
import type { LuaValue } from '../bridge/values.ts';
import type { State } from './state.ts';

/** A function that is active (`lua_Debug`, manual section 4.7). */
export interface StackFrame {
  /** What the function was called as, at most 256 bytes of it; `''` where that is not known. */
  readonly name: string;
  /** What the name is of: `'global'`, `'local'`, `'method'`, `'field'`, `'upvalue'`, ...; `''` without a name. */
  readonly nameWhat: string;
  /** `'main'` for a chunk; `'C'` for functions of the host and of the libraries. */
  readonly what: 'Lua' | 'C' | 'main';
  /** The chunk's name: `@` and a path, `=` and a name, or the text of the script, of which at most 1,000 bytes. */
  readonly source: string;
  /** The chunk's name as messages show it. */
  readonly shortSource: string;
  /** The line that is being executed; -1 where that is not known. */
  readonly currentLine: number;
  /** The first line of the function's definition; -1 for C functions, 0 for a chunk. */
  readonly lineDefined: number;
  readonly lastLineDefined: number;
  /** Whether it was a tail call, whose caller is not on the stack any more. */
  readonly isTailCall: boolean;
}

/** A local variable of an active function. */
export interface LocalVariable {
  /** `'(vararg)'` for each value of `...`. */
  readonly name: string;
  /** Tables as live tables; null for what has no counterpart in JavaScript. */
  readonly value: LuaValue;
}

/** `LuaContext.getStack`. */
export function readStack(state: State, limit: number): readonly StackFrame[] {
  checkCount('limit', limit);
  return state.inspect(
    () => state.engine.exports.get_stack(limit),
    (decoder) => Array.from({ length: decoder.next() as number }, () => readFrame(decoder)),
  );
}

function readFrame(decoder: Decoder): StackFrame {
  return {
    name: decoder.nextText(),
    nameWhat: decoder.nextText(),
    what: decoder.nextText() as StackFrame['what'],
    source: decoder.nextText(),
    shortSource: decoder.nextText(),
    currentLine: decoder.next() as number,
    lineDefined: decoder.next() as number,
    lastLineDefined: decoder.next() as number,
    isTailCall: decoder.next() === 1,
  };
}

/** `LuaContext.getLocals`. */
export function readLocals(state: State, level: number): readonly LocalVariable[] {
  checkCount('level', level);
  const locals = state.inspect(
    () => state.engine.exports.get_locals(level),
    (decoder) => {
      const length = decoder.next() as number;
      if (length < 0) return undefined;
      return Array.from({ length }, () => ({ name: decoder.nextText(), value: decoder.nextUnconverted() }));
    },
  );
  if (!locals) throw new LuaOptionError('level', level, 'an index of what getStack returns');
  return locals;
}

function checkCount(option: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 0 && value < 2 ** 31)) {
    throw new LuaOptionError(option, value, 'an integer that is not negative');
  }
}
