import type { LuaCoroutine } from './coroutine.ts';
import type { LuaTableHandle } from './table-handle.ts';
import type { LuaUserdata } from './userdata.ts';

/** A Lua function that the host may call. It runs under the limits of its context. */
export type LuaFunction = (...args: LuaInput[]) => LuaResult;

/** A function of the host that scripts may call. */
// biome-ignore lint/suspicious/noExplicitAny: the host decides what its own function takes and returns
export type HostFunction = (...args: any[]) => any;

/** A Lua value as the host sees it (docs/values.md). */
export type LuaValue =
  | null
  | boolean
  | number
  | bigint
  | string
  /** A string, with `binaryStrings`. */
  | Uint8Array
  | LuaValue[]
  /** A table; with a metatable, a live view of it. */
  | LuaTable
  /** A table, with `tableAs: 'map'`. */
  | Map<LuaValue, LuaValue>
  | LuaFunction
  | LuaTableHandle
  | LuaCoroutine
  | LuaUserdata;

/** What a call of Lua gives back: nothing, one value, or several. */
export type LuaResult = LuaValue | LuaValue[] | undefined;

/** A Lua table that is not a sequence. */
export interface LuaTable {
  [key: string]: LuaValue;
}

/** What the host may give to Lua (docs/values.md). Instances of classes need a registration or a converter. */
export type LuaInput =
  | LuaValue
  | undefined
  | HostFunction
  | Date
  | RegExp
  | Error
  | ArrayBuffer
  | ArrayBufferView
  | ReadonlyMap<LuaInput, LuaInput>
  | ReadonlySet<LuaInput>
  | readonly LuaInput[]
  | { readonly [key: string]: LuaInput };
