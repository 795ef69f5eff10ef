/** The little of fengari (which has no types of its own) that the benchmark uses. */
declare module 'fengari' {
  interface LuaState {
    readonly fengariState: unique symbol;
  }

  export function to_luastring(text: string): Uint8Array;

  export const lua: {
    lua_pcall(L: LuaState, args: number, results: number, handler: number): number;
    lua_tonumber(L: LuaState, index: number): number;
    lua_tojsstring(L: LuaState, index: number): string;
    lua_settop(L: LuaState, index: number): void;
    lua_close(L: LuaState): void;
  };

  export const lauxlib: {
    luaL_newstate(): LuaState;
    luaL_loadstring(L: LuaState, source: Uint8Array): number;
  };

  export const lualib: {
    luaL_openlibs(L: LuaState): void;
  };
}
