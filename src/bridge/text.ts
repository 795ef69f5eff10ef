import { decodeIllFormed, encodeIllFormed, holdsSurrogate } from './lone-surrogates.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Up to this length a loop over ASCII characters beats the call of the platform's coder. */
export const shortText = 32;

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
  return text.isWellFormed()
    ? encoder.encodeInto(text, memory.subarray(address)).written
    : encodeIllFormed(text, memory, address);
}

/** Reads UTF-8, and lone surrogates as `encodeText` writes them; any other byte that is not becomes U+FFFD. */
export function decodeText(memory: Uint8Array, address: number, size: number): string {
  if (size <= shortText) {
    const text = decodeAscii(memory, address, size);
    if (text !== undefined) return text;
  }
  const bytes = memory.subarray(address, address + size);
  const text = decoder.decode(bytes);
  return text.includes(replacement) && holdsSurrogate(bytes) ? decodeIllFormed(bytes) : text;
}

/** Nothing if there are other characters than those of ASCII. */
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
