import { execFileSync } from 'node:child_process';
import { buildNative } from '../native/build.ts';
import type { Peer, PeerId, Sample } from './peer.ts';

/** Native Lua 5.5: plain, and with the count hook by which C programs limit it; empty where gcc is missing. */
export async function nativePeers(): Promise<Peer[]> {
  const binary = await buildNative();
  if (binary === undefined) return [];
  const peer = (id: PeerId, label: string, ...options: string[]): Peer => ({
    id,
    label,
    prepare: async (program, size) => ({
      run: () => runOnce(binary, [program.file, String(size), '2', ...options]),
      dispose: () => {},
    }),
  });
  return [peer('native', 'native Lua'), peer('native-hook', 'native Lua, count hook', 'hook')];
}

/** Of two runs in the process only the second counts: by then its heap is warm, like the other peers'. */
function runOnce(binary: string, args: readonly string[]): Sample {
  const lines = execFileSync(binary, args, { encoding: 'utf8' }).trim().split('\n');
  const [seconds, checksum] = lines.at(-1)?.split(' ') ?? [];
  return { ms: Number(seconds) * 1000, checksum: Number(checksum) };
}
