import { LuaFactory } from 'wasmoon';
import { type Peer, timed } from './peer.ts';

/** Lua 5.4 in WebAssembly, without limits. */
export const wasmoon: Peer = {
  id: 'wasmoon',
  label: 'wasmoon',
  async prepare(program, size) {
    const lua = await new LuaFactory().createEngine();
    lua.doStringSync(`N = ${size}`);
    return {
      run() {
        lua.global.setTop(0); // doStringSync leaves its results on the stack
        return timed(() => lua.doStringSync(program.source));
      },
      dispose: () => lua.global.close(),
    };
  },
};
