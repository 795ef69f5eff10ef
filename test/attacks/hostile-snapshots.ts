/**
 * Restores snapshots whose memory was changed at random, with checksums that are right, and runs scripts in them:
 * in a process of its own, since what such a state does to itself is anybody's guess.
 */
import { createHash } from 'node:crypto';
import { LuaContext, Snapshot, TidelockError } from '../../src/index.ts';

let seed = 12345;
function random(below: number): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % below;
}

const origin = new LuaContext({ f: () => 1 }, { maxInstructions: 20_000, timeout: 1000, maxMemory: '4MB' });
origin.executeScript(
  't = { 1, 2, { 3 } } co = coroutine.wrap(function() coroutine.yield(1) return f() end) co()',
);
const bytes = origin.snapshot().toBytes();
const memoryStart = 16 + new DataView(bytes.buffer).getUint32(12, true);
const reference = new LuaContext();

for (let round = 0; round < 400; round++) {
  const changed = bytes.slice();
  for (let i = 0; i <= random(4); i++) {
    const at = memoryStart + random(bytes.length - 32 - memoryStart);
    changed[at] = random(256);
  }
  changed.set(createHash('sha256').update(changed.subarray(0, -32)).digest(), changed.length - 32);
  try {
    const lua = LuaContext.fromSnapshot(Snapshot.fromBytes(changed), {
      globals: { f: () => 1 },
      maxInstructions: 20_000,
      timeout: 1000,
      maxMemory: '4MB',
    });
    lua.executeScript('t[4] = f(); co(); collectgarbage(); return string.rep("x", 100), #t, t[3][1]');
    lua.fork();
    lua.reset();
  } catch (error) {
    if (!(error instanceof TidelockError)) throw error; // a trap, say, which is no error of ours
  }
  if (reference.executeScript('return 1 + 1') !== 2) throw new Error('another context was reached');
}
console.log('the process is whole');
