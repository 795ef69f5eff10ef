import { decodeIllFormed, encodeIllFormed, holdsSurrogate } from './lone-surrogates.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Below this length a loop over ASCII characters beats the call of the platform's coder. */
const shortText = 32;

const replacement = '\ufffd';

/** The most bytes that a string of so many UTF-16 units needs. */
export function maximumBytes(length: number): number {
  return 3 * length;
}

/**
 * Writes a string as UTF-8 into memory with room for it, and returns the number of bytes. A lone surrogate is
 * written as the three bytes that UTF-8 would have for it, so that it is not lost.
 */
export function encodeText(text: string, memory: Uint8Array, address: number): number {
  if (text.length <= shortText) {
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      memory[address + i] = unit;
    }
    if (i === text.length) return i;
  }
  return text.isWellFormed()
    ? encoder.encodeInto(text, memory.subarray(address)).written
    : encodeIllFormed(text, memory, address);
}

/** Reads UTF-8, and lone surrogates as `encodeText` writes them; any other byte that is not becomes U+FFFD. */
export function decodeText(memory: Uint8Array, address: number, size: number): string {
  if (size <= shortText) {
    const text = decodeShort(memory, address, size);
    if (text !== undefined) return text;
  }
  const bytes = memory.subarray(address, address + size);
  const text = decoder.decode(bytes);
  return text.includes(replacement) && holdsSurrogate(bytes) ? decodeIllFormed(bytes) : text;
}

/**
 * Short strings by where their bytes lay when they were decoded: scripts pass the same few again and again, and
 * comparing takes a fraction of the time that making a string does.
 */
const recent: string[] = new Array(256).fill('');

/** Text of ASCII characters alone; undefined if there are others. */
function decodeShort(memory: Uint8Array, address: number, size: number): string | undefined {
  const index = (address >>> 3) % recent.length;
  const known = recent[index] as string;
  if (known.length === size && liesAt(memory, address, known)) return known;
  const text = decodeAscii(memory, address, size);
  if (text !== undefined) recent[index] = text;
  return text;
}

function liesAt(memory: Uint8Array, address: number, ascii: string): boolean {
  for (let i = 0; i < ascii.length; i++) if (ascii.charCodeAt(i) !== memory[address + i]) return false;
  return true;
}

function decodeAscii(memory: Uint8Array, start: number, size: number): string | undefined {
  const end = start + size;
  let seen = 0;
  let text = '';
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const a = memory[at] as number;
    const b = memory[at + 1] as number;
    const c = memory[at + 2] as number;
    const d = memory[at + 3] as number;
    seen |= a | b | c | d;
    text += String.fromCharCode(a, b, c, d);
  }
  for (; at < end; at++) {
    const a = memory[at] as number;
    seen |= a;
    text += String.fromCharCode(a);
  }
  return seen > 0x7f ? undefined : text;
}

/** Whether the bytes are what `encodeText` writes for some string. */
export function isText(bytes: Uint8Array): boolean {
  const written = new Uint8Array(maximumBytes(bytes.length));
  const size = encodeText(decodeText(bytes, 0, bytes.length), written, 0);
  return size === bytes.length && bytes.every((byte, i) => byte === written[i]);
}
