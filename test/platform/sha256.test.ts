import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/platform/sha256.ts';

const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_000])(
  'the digest of %i bytes is the right one',
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7919 + length) % 256);
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected(bytes));
  },
);

test('what lies around the bytes does not matter', () => {
  const bytes = new Uint8Array(100).fill(7).subarray(30, 60);
  expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected(bytes));
});
