import { lauxlib, lua, lualib, to_luastring } from 'fengari';
import { type Peer, timed } from './peer.ts';

/** Lua 5.3 written in JavaScript. */
export const fengari: Peer = {
  id: 'fengari',
  label: 'fengari',
  async prepare(program, size) {
    const L = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(L);
    const evaluate = (source: Uint8Array): number => {
      lua.lua_settop(L, 0);
      const failed = lauxlib.luaL_loadstring(L, source) || lua.lua_pcall(L, 0, 1, 0);
      if (failed) throw new Error(lua.lua_tojsstring(L, -1));
      return lua.lua_tonumber(L, -1);
    };
    evaluate(to_luastring(`N = ${size}`));
    const source = to_luastring(program.source);
    return { run: () => timed(() => evaluate(source)), dispose: () => lua.lua_close(L) };
  },
};
