import { createHash } from 'node:crypto';
import {
  LuaContext,
  LuaError,
  LuaExitError,
  LuaSnapshotError,
  LuaStateError,
  Snapshot,
} from '../../src/index.ts';
import { works } from '../attacks/attack.ts';
import { caughtFrom } from '../support/thrown.ts';
import type { Finding, Fuzzer } from './fuzzer.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';

const prepare = `
  list, n = {}, 0
  for i = 1, 50 do list[i] = { i, 'text ' .. i } end
  counter = coroutine.wrap(function() while true do n = n + 1 coroutine.yield(n) end end)
  counter()`;
const limits = { maxInstructions: 500_000, maxMemory: '20MB', timeout: '2s' } as const;

/** Restores damaged snapshots: they are refused, or what they hold ends like any script. */
export class SnapshotFuzzer implements Fuzzer {
  private readonly counts: Record<string, number> = {};
  private readonly neighbour = new LuaContext({}, { libraries: 'all' });
  private readonly bytes: Uint8Array;

  constructor() {
    const lua = new LuaContext({ greet: () => 'hello' }, { libraries: 'all' });
    lua.executeScript(prepare);
    this.bytes = lua.snapshot().toBytes();
    lua.dispose();
  }

  mayHang(seed: number): boolean {
    return this.damaged(seed).isForged;
  }

  run(seed: number): Finding | undefined {
    const { bytes: damaged } = this.damaged(seed);
    const error = caughtFrom(() => {
      const lua = LuaContext.fromSnapshot(Snapshot.fromBytes(damaged), { globals: { greet: () => 'hello' } });
      lua.executeScript('for i = 1, 50 do local t = list[i] end return counter(), greet()', { limits });
      lua.reset();
      lua.dispose();
    });
    const how = error === undefined ? 'ran' : (error as Error).name;
    this.counts[how] = (this.counts[how] ?? 0) + 1;
    const known =
      error === undefined ||
      error instanceof LuaSnapshotError ||
      error instanceof LuaError ||
      error instanceof LuaExitError ||
      error instanceof LuaStateError;
    const details = Buffer.from(damaged).toString('base64');
    if (!known) return { seed, what: `it ended by ${String((error as Error).stack)}`, details };
    if (!works(this.neighbour)) return { seed, what: 'another context has changed', details };
    return undefined;
  }

  private damaged(seed: number): { readonly bytes: Uint8Array; readonly isForged: boolean } {
    const random = new Random(seed);
    const bytes = mutate(this.bytes, random, 0);
    const isForged = random.chance(0.7);
    if (isForged) sign(bytes);
    return { bytes, isForged };
  }

  totals(): Readonly<Record<string, number>> {
    return this.counts;
  }

  close(): void {
    this.neighbour.dispose();
  }
}

/** The digest at the end is made right, so that the damage is not seen by it. */
function sign(bytes: Uint8Array): void {
  const end = Math.max(0, bytes.length - 32);
  bytes.set(
    createHash('sha256')
      .update(bytes.subarray(0, end))
      .digest()
      .subarray(0, bytes.length - end),
    end,
  );
}
