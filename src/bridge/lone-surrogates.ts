/*
 * Text that UTF-8 has no form for: UTF-16 surrogates without their other half. Each is written as the three
 * bytes that UTF-8 would have for it, so that it is not lost.
 */

const encoder = new TextEncoder();

/** Writes text as UTF-8, lone surrogates included, and returns the number of bytes. */
export function encodeIllFormed(text: string, memory: Uint8Array, start: number): number {
  let at = start;
  for (const character of text) {
    if (character.isWellFormed()) {
      at += encoder.encodeInto(character, memory.subarray(at)).written;
    } else {
      const unit = character.charCodeAt(0);
      memory[at++] = 0xe0 | (unit >> 12);
      memory[at++] = 0x80 | ((unit >> 6) & 0x3f);
      memory[at++] = 0x80 | (unit & 0x3f);
    }
  }
  return at - start;
}

/** Whether the bytes of a surrogate are among them. */
export function holdsSurrogate(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    if (second >= 0xa0 && second <= 0xbf && (third & 0xc0) === 0x80) return true;
  }
  return false;
}

/** Units that are made a string at once; more are too many arguments. */
const unitsAtOnce = 8_192;

/** Reads bytes as the platform's decoder does, but for lone surrogates: in one pass, however many there are. */
export function decodeIllFormed(bytes: Uint8Array): string {
  const units = new Uint16Array(Math.min(bytes.length, unitsAtOnce) + 1);
  let text = '';
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceSize(bytes, at);
    const complete = isComplete(bytes, at, size);
    const point = complete ? codePoint(bytes, at, size) : 0xfffd;
    if (point > 0xffff) {
      units[count++] = 0xd800 + ((point - 0x10000) >> 10);
      units[count++] = 0xdc00 + (point & 0x3ff);
    } else {
      units[count++] = point;
    }
    at += complete ? size : Math.max(1, validPart(bytes, at, size));
    if (count >= unitsAtOnce) {
      text += textOf(units, count);
      count = 0;
    }
  }
  return text + textOf(units, count);
}

/** How many bytes the sequence that begins here should have; 0 where none can begin. */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** How many bytes of a sequence are as they should be: those that U+FFFD stands for if the rest is missing. */
function validPart(bytes: Uint8Array, at: number, size: number): number {
  if (size === 0) return 0;
  let valid = 1;
  while (valid < size && isContinuation(bytes, at, valid)) valid++;
  return valid;
}

function isComplete(bytes: Uint8Array, at: number, size: number): boolean {
  return size > 0 && validPart(bytes, at, size) === size;
}

/** The second byte must rule out overlong forms and what is beyond U+10FFFF, but not surrogates. */
function isContinuation(bytes: Uint8Array, at: number, index: number): boolean {
  const byte = bytes[at + index];
  if (byte === undefined || (byte & 0xc0) !== 0x80) return false;
  if (index > 1) return true;
  const first = bytes[at] as number;
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xf0) return byte >= 0x90;
  return first !== 0xf4 || byte < 0x90;
}

function codePoint(bytes: Uint8Array, at: number, size: number): number {
  const first = bytes[at] as number;
  if (size === 1) return first;
  let point = first & (0x7f >> size);
  for (let i = 1; i < size; i++) point = (point << 6) | ((bytes[at + i] as number) & 0x3f);
  return point;
}

function textOf(units: Uint16Array, count: number): string {
  return String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}
