import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LuaContext } from '../../src/index.ts';

const lua = new LuaContext();
const roundTrip = (text: string) => lua.executeScript('return ...', { args: [text] });
const bytesInLua = (text: string) => lua.executeScript('return { (...):byte(1, -1) }', { args: [text] });

const samples = [
  ['the empty string', ''],
  ['ASCII', 'hello'],
  ['NUL in the middle', 'a\0b'],
  ['NUL alone', '\0'],
  ['two bytes a character', 'äöü'],
  ['three bytes a character', '€ 漢字'],
  ['four bytes a character', '😀🚀'],
  ['all of them', 'a\0ä€😀'],
  ['a byte order mark, which is a character here', '\ufeffx'],
  ['lines', 'a\r\nb\nc\r'],
  ['32 characters beyond ASCII', 'é'.repeat(32)],
  ['33 characters', 'x'.repeat(33)],
  ['a short text that turns from ASCII', `${'x'.repeat(31)}é`],
  ['more than any fixed buffer', '漢x'.repeat(50_000)],
] as const;

describe('text', () => {
  test.each(samples)('returns as it was: %s', (_, text) => {
    expect(roundTrip(text)).toBe(text);
  });

  test.each(samples.slice(0, -1))('is UTF-8 in Lua: %s', (_, text) => {
    const bytes = [...Buffer.from(text)];
    expect(bytesInLua(text)).toEqual(bytes.length > 0 ? bytes : {});
  });

  test('returns as it was, whatever it is', () => {
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0x7f }));
    const text = fc.array(unit, { maxLength: 100 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(text, (value) => {
        expect(roundTrip(value)).toBe(value);
      }),
    );
  });

  test('a lone surrogate is three bytes in Lua, which come back as it', () => {
    expect([bytesInLua('\ud800'), roundTrip('a\ud800b')]).toEqual([[0xed, 0xa0, 0x80], 'a\ud800b']);
  });
});

describe('bytes of Lua that are not UTF-8', () => {
  test.each([
    ['a lone byte', '\\xff', '\ufffd'],
    ['a cut character', 'x\\xe2\\x82', 'x\ufffd'],
    ['a character in too many bytes', '\\xc0\\x80', '\ufffd\ufffd'],
    ['a number beyond Unicode', '\\xf4\\x90\\x80\\x80', '\ufffd\ufffd\ufffd\ufffd'],
  ])('become U+FFFD: %s', (_, source, text) => {
    expect(lua.executeScript(`return "${source}"`)).toBe(text);
  });

  test('are read as the platform reads them, beside a lone surrogate as well', () => {
    const lead = fc.constantFrom(
      0x41,
      0x80,
      0xa0,
      0xbf,
      0xc1,
      0xc3,
      0xe0,
      0xe2,
      0xed,
      0xf0,
      0xf1,
      0xf4,
      0xf5,
      0xff,
    );
    const part = fc.oneof(
      lead.map((byte) => [byte]),
      fc.string({ unit: 'binary' }).map((text) => [...Buffer.from(text)]),
    );
    const bytes = fc.array(part, { maxLength: 12 }).map((parts) => parts.flat());
    const holdsSurrogate = (list: number[]) =>
      list.some((byte, i) => byte === 0xed && (list[i + 1] ?? 0) >= 0xa0 && (list[i + 1] ?? 0) <= 0xbf);
    fc.assert(
      fc.property(
        bytes.filter((list) => !holdsSurrogate(list)),
        (list) => {
          const read = lua.executeScript('return ...', {
            args: [new Uint8Array([0xed, 0xa0, 0x80, ...list])],
          });
          expect(read).toBe(
            `\ud800${new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(list))}`,
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a million bytes', () => {
  const long = 'x'.repeat(1_000_000);

  test('go in', () => {
    expect(lua.executeScript('return #...', { args: [long] })).toBe(1_000_000);
  });

  test('come out', () => {
    expect(lua.executeScript('return string.rep("x", 1000000)')).toBe(long);
  });

  test('leave no memory behind', () => {
    const context = new LuaContext();
    const before = context.getMemoryUsage();
    context.executeScript('return #...', { args: [long] });
    context.executeScript('collectgarbage()');
    expect(context.getMemoryUsage() - before).toBeLessThan(10_000);
  });
});
