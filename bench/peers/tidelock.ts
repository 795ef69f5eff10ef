import { LuaContext } from '../../src/index.ts';
import { type Peer, timed } from './peer.ts';

export const tidelockOff: Peer = {
  id: 'tidelock-off',
  label: 'Tidelock, no limits',
  prepare: (program, size) => prepare(new LuaContext({}, { profile: 'unlimited' }), program.source, size),
};

/** Every limit is on, and too high to be reached. */
export const tidelockOn: Peer = {
  id: 'tidelock-on',
  label: 'Tidelock, all limits',
  prepare: (program, size) =>
    prepare(
      new LuaContext(
        {},
        {
          maxInstructions: 1e12,
          maxMemory: '512MB',
          timeout: '10min',
          checkInterval: 'auto',
          libraries: 'sandbox',
        },
      ),
      program.source,
      size,
    ),
};

async function prepare(lua: LuaContext, source: string, size: number) {
  lua.executeScript(`N = ${size}`);
  return {
    run: () => ({
      ...timed(() => lua.executeScript<number>(source)),
      instructions: lua.usage.instructions,
    }),
    dispose: () => lua.dispose(),
  };
}
