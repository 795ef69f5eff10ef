import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LuaContext, LuaSnapshotError, Snapshot } from '../../src/index.ts';
import { thrownBy } from '../support/thrown.ts';
import { works } from './attack.ts';

const headerStart = 16;

type Header = Readonly<Record<string, unknown>>;

function partsOf(header: Header): unknown[] {
  return header['parts'] as unknown[];
}

/** Bytes whose checksum is right, whatever they say. */
function sealed(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, -32);
  return Uint8Array.of(...body, ...createHash('sha256').update(body).digest());
}

function prepared(): Uint8Array {
  using lua = new LuaContext({ f: () => 1 });
  lua.executeScript('t = { 1, 2, 3 } co = coroutine.wrap(function() coroutine.yield(1) end) co()');
  return lua.snapshot().toBytes();
}

/** The same with another header. */
function withHeader(bytes: Uint8Array, change: (header: Header) => Header): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const size = view.getUint32(12, true);
  const header: Header = JSON.parse(
    new TextDecoder().decode(bytes.subarray(headerStart, headerStart + size)),
  );
  const text = new TextEncoder().encode(JSON.stringify(change(header)));
  const changed = new Uint8Array(bytes.length - size + text.length);
  changed.set(bytes.subarray(0, headerStart));
  new DataView(changed.buffer).setUint32(12, text.length, true);
  changed.set(text, headerStart);
  changed.set(bytes.subarray(headerStart + size), headerStart + text.length);
  return sealed(changed);
}

describe('damaged snapshots', () => {
  const bytes = prepared();

  it('are refused, whichever byte was changed', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ change;
        expect(thrownBy(LuaSnapshotError, () => Snapshot.fromBytes(changed)).problem).toMatch(
          /damaged|foreign/,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are refused, wherever they were cut', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (size) => {
        const cut = bytes.slice(0, size);
        expect(thrownBy(LuaSnapshotError, () => Snapshot.fromBytes(cut)).problem).toMatch(/damaged|foreign/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('snapshots with a checksum that an attacker made right', () => {
  const bytes = prepared();

  it.each<[string, (header: Header) => Header]>([
    ['is empty', () => ({})],
    ['is a list', () => [] as unknown as Header],
    ['names another engine', (header) => ({ ...header, engine: '0'.repeat(64) })],
    ['has an end beyond all memory', (header) => ({ ...header, end: 2 ** 40 })],
    ['has a negative start', (header) => ({ ...header, parts: [[-16, 100]] })],
    ['has a part in the C stack', (header) => ({ ...header, parts: [[16, 100]] })],
    ['has parts that overlap', (header) => ({ ...header, parts: [...partsOf(header), [300_000, 10]] })],
    ['has more parts than bytes', (header) => ({ ...header, parts: [...partsOf(header), [400_000, 1e9]] })],
    [
      'has a host entry of no kind',
      (header) => ({ ...header, hosts: [{ holders: 1, object: { kind: 'x' } }] }),
    ],
    ['has holders without end', (header) => ({ ...header, hosts: [{ holders: 1e300, object: null }] })],
    ['has an unknown library', (header) => ({ ...header, libraries: ['base', '__proto__'] })],
    ['has fractions for places', (header) => ({ ...header, held: [0.5] })],
    ['has classes without names', (header) => ({ ...header, classes: [[1, 1]] })],
  ])('are refused where their header %s', (_, change) => {
    const changed = withHeader(bytes, change);
    expect(thrownBy(LuaSnapshotError, () => Snapshot.fromBytes(changed)).problem).toMatch(/damaged|foreign/);
  });

  it('get no function of the host that the context was not given', () => {
    for (const name of [
      'constructor',
      '__proto__',
      'toString',
      'process.exit',
      'f.constructor',
      'userdata __index',
    ]) {
      const changed = withHeader(bytes, (header) => ({
        ...header,
        hosts: [{ holders: 1, object: { kind: 'named', name } }],
      }));
      const restore = () => LuaContext.fromSnapshot(Snapshot.fromBytes(changed), { globals: { f: () => 1 } });
      if (name === 'userdata __index') restore().dispose();
      else expect(thrownBy(LuaSnapshotError, restore).problem).toBe('missing');
    }
  });

  it('do not reach beyond their own context, whatever their memory says', () => {
    using bystander = new LuaContext();
    bystander.executeScript('x = { 1, 2, 3 }');
    const child = join(import.meta.dirname, 'hostile-snapshots.ts');
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', child], {
      encoding: 'utf8',
      timeout: 100_000,
    });
    expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: 'the process is whole' });
    expect(works(bystander)).toBe(true);
  });
});
