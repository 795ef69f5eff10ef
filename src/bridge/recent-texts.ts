/**
 * Short texts of ASCII that crossed lately, with their bytes: scripts and hosts pass the same few again and again,
 * and to compare and copy words takes a fraction of the time that reading or making a string does.
 */

import { shortText } from './text.ts';

/** Longer ones are not kept for writing: V8 has them share the memory of the text that they were cut from. */
const keptForWriting = 12;

const wordsOfOne = shortText / 4;
const count = 256;

interface Recent {
  readonly texts: string[];
  /** The bytes of each, zeros after them. */
  readonly words: Int32Array;
}

function noneYet(): Recent {
  return { texts: new Array(count).fill(''), words: new Int32Array(count * wordsOfOne) };
}

const written = noneYet();
const read = noneYet();

/**
 * Writes a text of at most `shortText` characters, with zeros after it up to the end of the last word.
 * @returns false if it holds others than ASCII, and so was not written
 */
export function writeShortText(text: string, memory: Int32Array, firstWord: number): boolean {
  const { length } = text;
  if (length === 0) return true;
  if (length > keptForWriting) return packAscii(text, memory, firstWord);
  const index = indexOf(text);
  const first = index * wordsOfOne;
  const { words } = written;
  if (written.texts[index] !== text) {
    const isAscii = packAscii(text, words, first);
    written.texts[index] = isAscii ? text : '';
    if (!isAscii) return false;
  }
  for (let i = 0; 4 * i < length; i++) memory[firstWord + i] = words[first + i] as number;
  return true;
}

/** The recent text that lies at a word of memory, if there is one and it is of this size. */
export function readRecentText(memory: Int32Array, firstWord: number, size: number): string | undefined {
  const index = indexOfPlace(firstWord);
  const text = read.texts[index] as string;
  if (text.length !== size) return undefined;
  const { words } = read;
  const first = index * wordsOfOne;
  const last = (size - 1) >> 2;
  for (let i = 0; i < last; i++) if (memory[firstWord + i] !== words[first + i]) return undefined;
  const unused = 32 - 8 * (size - 4 * last);
  const difference = (memory[firstWord + last] as number) ^ (words[first + last] as number);
  return difference << unused === 0 ? text : undefined;
}

export function keepRecentText(text: string, memory: Int32Array, firstWord: number): void {
  const index = indexOfPlace(firstWord);
  for (let i = 0; 4 * i < text.length; i++) {
    read.words[index * wordsOfOne + i] = memory[firstWord + i] as number;
  }
  read.texts[index] = text;
}

/** Lua's short strings begin at every other word. */
function indexOfPlace(firstWord: number): number {
  return (firstWord >> 1) & (count - 1);
}

function indexOf(text: string): number {
  const last = text.length - 1;
  const before = last > 0 ? text.charCodeAt(last - 1) : 0;
  return (31 * text.charCodeAt(last) + 193 * before + 61 * last) & (count - 1);
}

function packAscii(text: string, words: Int32Array, first: number): boolean {
  let seen = 0;
  for (let i = 0; i < text.length; i += 4) {
    const a = text.charCodeAt(i);
    const b = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
    const c = i + 2 < text.length ? text.charCodeAt(i + 2) : 0;
    const d = i + 3 < text.length ? text.charCodeAt(i + 3) : 0;
    seen |= a | b | c | d;
    words[first + (i >> 2)] = a | (b << 8) | (c << 16) | (d << 24);
  }
  return seen <= 0x7f;
}
