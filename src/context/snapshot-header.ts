import { maximumBytes } from '../engine/abi.ts';
import { type LuaLibrary, libraryNames } from './libraries.ts';
import type { StoredObject } from './snapshot-content.ts';

/** What a snapshot's bytes tell of it before its memory. */
export interface Header {
  readonly engine: string;
  readonly memory: number;
  readonly libraries: readonly LuaLibrary[];
  readonly sealed: boolean;
  readonly allowBytecode: boolean;
  readonly end: number;
  /** Start and size of each. */
  readonly parts: readonly (readonly [number, number])[];
  /** null for a number that is not in use. */
  readonly hosts: readonly (null | { readonly holders: number; readonly object: StoredObject })[];
  readonly held: readonly number[];
  readonly metatables: readonly number[];
  readonly classes: readonly (readonly [string, number])[];
  readonly userdata: number | null;
}

export function isHeader(value: unknown): value is Header {
  if (!isObject<keyof Header>(value)) return false;
  const { libraries } = value;
  return (
    typeof value.engine === 'string' &&
    isCount(value.memory) &&
    Array.isArray(libraries) &&
    libraries.every((name) => libraryNames.includes(name)) &&
    typeof value.sealed === 'boolean' &&
    typeof value.allowBytecode === 'boolean' &&
    isCount(value.end) &&
    isListOf(value.parts, (part) => isPairOf(part, isCount, isCount)) &&
    isListOf(value.hosts, isHostEntry) &&
    isListOf(value.held, isCount) &&
    isListOf(value.metatables, isCount) &&
    isListOf(value.classes, (entry) => isPairOf(entry, isText, isCount)) &&
    (value.userdata === null || isCount(value.userdata))
  );
}

function isHostEntry(value: unknown): boolean {
  if (value === null) return true;
  if (!isObject<'holders' | 'object'>(value) || !isCount(value.holders)) return false;
  if (!isObject<'kind' | 'name' | 'message'>(value.object)) return false;
  const { kind, name, message } = value.object;
  return isText(name) && (kind === 'named' || (kind === 'error' && isText(message)));
}

function isObject<Key extends string>(value: unknown): value is { readonly [K in Key]?: unknown } {
  return typeof value === 'object' && value !== null;
}

/** A size or a place: never more than an engine can have bytes. */
function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= maximumBytes;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isPairOf(value: unknown, ...checks: readonly ((item: unknown) => boolean)[]): boolean {
  return Array.isArray(value) && value.length === 2 && checks.every((check, i) => check(value[i]));
}
