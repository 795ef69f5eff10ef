/**
 * Snapshots as bytes: the magic, the version of the format (32 bits), the size of the header (32 bits), the
 * header as JSON, the parts of the memory one after the other, and the SHA-256 of all that.
 */

import { sha256 } from '#platform';
import { stackBytes } from '../engine/abi.ts';
import type { MemoryPart } from '../engine/image.ts';
import { engineId } from '../engine/module.ts';
import { OwnFunction } from './classes.ts';
import type { SnapshotContent, StoredObject } from './snapshot-content.ts';
import { LuaSnapshotError } from './snapshot-error.ts';
import { type Header, isHeader } from './snapshot-header.ts';

const magic = new TextEncoder().encode('TIDELOCK');
const version = 1;
const fixedBytes = magic.length + 8;
const digestBytes = 32;

export function writeSnapshot(content: SnapshotContent): Uint8Array {
  const { memory, hosts, held, metatables } = content.state;
  const header: Header = {
    engine: engineId,
    memory: content.memory,
    libraries: content.libraries.names,
    sealed: content.libraries.sealed,
    allowBytecode: content.allowBytecode,
    end: memory.end,
    parts: memory.parts.map(({ start, bytes }) => [start, bytes.length]),
    hosts: hosts.map((entry) =>
      entry ? { holders: entry.holders, object: store(entry.object, content) } : null,
    ),
    held,
    metatables,
    classes: [...content.classPlaces],
    userdata: content.userdataPlace ?? null,
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const memorySize = memory.parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const written = new Uint8Array(fixedBytes + text.length + memorySize + digestBytes);
  const view = new DataView(written.buffer);
  written.set(magic);
  view.setUint32(magic.length, version, true);
  view.setUint32(magic.length + 4, text.length, true);
  written.set(text, fixedBytes);
  let at = fixedBytes + text.length;
  for (const { bytes } of memory.parts) {
    written.set(bytes, at);
    at += bytes.length;
  }
  written.set(sha256(written.subarray(0, at)), at);
  return written;
}

/** @throws LuaSnapshotError for what this engine did not write */
export function readSnapshot(bytes: Uint8Array): SnapshotContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!magic.every((byte, i) => bytes[i] === byte)) throw damaged('they do not begin as a snapshot does');
  if (bytes.length < fixedBytes + digestBytes) throw damaged('they are cut short');
  const found = view.getUint32(magic.length, true);
  if (found !== version) {
    throw new LuaSnapshotError(
      'foreign',
      `the snapshot has version ${found} of the format, but this is version ${version}`,
    );
  }
  const end = bytes.length - digestBytes;
  const digest = sha256(bytes.subarray(0, end));
  if (!digest.every((byte, i) => bytes[end + i] === byte)) {
    throw damaged('their SHA-256 is not the one that they end with');
  }
  const memoryStart = fixedBytes + view.getUint32(magic.length + 4, true);
  const header = parseHeader(bytes.subarray(fixedBytes, memoryStart));
  if (header.engine !== engineId) {
    throw new LuaSnapshotError(
      'foreign',
      'the snapshot was made by another build of the engine: make it anew with this version of tidelock',
    );
  }
  return contentOfHeader(header, bytes.slice(memoryStart, end));
}

function contentOfHeader(header: Header, memory: Uint8Array): SnapshotContent {
  const parts: MemoryPart[] = [];
  let at = 0;
  let reached: number = stackBytes;
  for (const [start, size] of header.parts) {
    if (start < reached || size > header.end - start) throw damaged('the parts of the memory overlap');
    parts.push({ start, bytes: memory.subarray(at, at + size) });
    at += size;
    reached = start + size;
  }
  if (at !== memory.length) throw damaged('the parts of the memory are not all there');
  const { hosts, held, metatables, libraries: names, sealed, allowBytecode } = header;
  return {
    state: {
      memory: { end: header.end, parts },
      hosts: hosts.map((entry) => entry ?? undefined),
      held,
      metatables,
    },
    memory: header.memory,
    libraries: { names, sealed },
    allowBytecode,
    classPlaces: new Map(header.classes),
    userdataPlace: header.userdata ?? undefined,
  };
}

function store(object: unknown, content: SnapshotContent): StoredObject {
  if (!content.live) return object as StoredObject;
  if (object instanceof OwnFunction) return { kind: 'named', name: object.name };
  const name = content.live.names.nameOf(object);
  if (name !== undefined) return { kind: 'named', name };
  if (object instanceof Error) {
    return { kind: 'error', name: String(object.name), message: String(object.message) };
  }
  const member = content.live.classes.members.find((known) => known.object === object);
  throw new LuaSnapshotError(
    'unnamed',
    `Lua holds ${describe(object, member?.registered?.label)}, which has no name to find it by in another process: ` +
      'give it to the context by its globals, registerModule, setUserdata or registerClass, or let Lua forget it ' +
      '(if it is garbage: collectgarbage() before the snapshot)',
  );
}

function describe(object: unknown, classLabel: string | undefined): string {
  if (typeof object === 'function') return `the host's function '${object.name || 'anonymous'}'`;
  if (classLabel === undefined) return 'an object of the host';
  return `an object of ${classLabel}`;
}

function parseHeader(bytes: Uint8Array): Header {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw damaged('their header is not JSON');
  }
  if (!isHeader(header)) throw damaged('their header is not that of a snapshot');
  return header;
}

function damaged(reason: string): LuaSnapshotError {
  return new LuaSnapshotError('damaged', `the bytes are not those of a snapshot, or were damaged: ${reason}`);
}
