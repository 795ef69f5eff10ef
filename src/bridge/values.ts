/** A Lua function that the host may call. It runs under the limits of its context. */
export type LuaFunction = (...args: LuaInput[]) => LuaValue | LuaValue[] | undefined;

/** A function of the host that scripts may call. */
// biome-ignore lint/suspicious/noExplicitAny: the host decides what its own function takes and returns
export type HostFunction = (...args: any[]) => any;

/** A Lua value as the host sees it (see docs/values.md). */
export type LuaValue = null | boolean | number | bigint | string | LuaValue[] | LuaTable | LuaFunction;

/** A Lua table that is not a sequence. */
export interface LuaTable {
  [key: string]: LuaValue;
}

/** What the host may give to Lua (see docs/values.md). */
export type LuaInput =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly LuaInput[]
  | { readonly [key: string]: LuaInput }
  | HostFunction;
