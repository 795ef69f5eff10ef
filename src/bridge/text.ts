const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Below this length a loop over ASCII characters beats the call of the platform's coder. */
const shortText = 32;

/** The most bytes that UTF-8 needs for a string of so many UTF-16 units. */
export function maximumBytes(length: number): number {
  return 3 * length;
}

/** Writes a string as UTF-8 into memory with room for it, and returns the number of bytes. */
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
  return encoder.encodeInto(text, memory.subarray(address)).written;
}

/** Reads UTF-8; bytes that are not become U+FFFD. */
export function decodeText(memory: Uint8Array, address: number, size: number): string {
  if (size <= shortText) {
    let text = '';
    let i = 0;
    for (; i < size; i++) {
      const byte = memory[address + i] as number;
      if (byte > 0x7f) break;
      text += String.fromCharCode(byte);
    }
    if (i === size) return text;
  }
  return decoder.decode(memory.subarray(address, address + size));
}
