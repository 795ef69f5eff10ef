import fc from 'fast-check';

/** Arbitrary values of the kinds that cross by copy, and what documented conversions make of them. */

const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), // lone surrogates too
  fc.integer({ min: 0x10000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  fc.constantFrom('\0', 'a', 'é', '€', '\ufffd', '\ufeff', '\ud800', '\udfff'),
);

export const text = fc.oneof(
  fc.array(unit, { maxLength: 80 }).map((units) => units.join('')),
  fc.string({ maxLength: 200 }),
);

const name = fc.oneof(
  text,
  fc.constantFrom('__proto__', 'constructor', 'toString', 'then', 'length', '', '0', '1', '-1', '1.5'),
);

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 2 ** 63, 2 ** 31, 5e-324),
);

const bigint = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n, 2n ** 53n - 1n, 0n),
);

const leaf = fc.oneof(fc.boolean(), number, bigint, text);

function record<T>(item: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.array(fc.tuple(name, item), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));
}

/** null, booleans, numbers, strings, arrays and objects, without null inside. */
export const plainValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(null),
  fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 6 }),
      record(tie('value')),
    ),
  })).value,
);

const bytes = fc.uint8Array({ maxLength: 100 });

/** As `plainValue`, with bytes in the place of text. */
export const byteValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    bytes,
    fc.boolean(),
    number,
    fc.array(tie('value'), { maxLength: 6 }),
    record(tie('value')),
  ),
})).value;

const mapKey = fc.oneof(
  text,
  fc.boolean(),
  bigint,
  number.filter((key) => !Number.isNaN(key)),
);

/** Maps with keys of all kinds, nested, and what becomes of them. */
export const mapValue: fc.Arbitrary<unknown> = fc.letrec<{ map: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('map'),
  ),
  map: fc
    .uniqueArray(fc.tuple(mapKey, tie('value')), {
      maxLength: 6,
      selector: ([key]) => normalKey(key),
    })
    .map((entries) => new Map(entries)),
})).map;

/** What a value comes back as: an empty array as an empty object, a bigint that a number holds as that number. */
export function normal(value: unknown): unknown {
  if (typeof value === 'bigint') return normalBigint(value);
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? {} : value.map(normal);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
}

/** The same with `tableAs: 'map'`. */
export function normalMap(value: unknown): unknown {
  if (typeof value === 'bigint') return normalBigint(value);
  if (Array.isArray(value)) return new Map(value.map((item, i) => [i + 1, normalMap(item)]));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [normalKey(key), normalMap(item)]));
  return value;
}

/** In Lua a float with an integer's value is the same key as the integer (manual section 3.4.5). */
function normalKey(key: unknown): unknown {
  if (typeof key === 'bigint') return normalBigint(key);
  if (typeof key === 'number' && Number.isInteger(key) && key >= -(2 ** 63) && key < 2 ** 63)
    return normalBigint(BigInt(key));
  return key;
}

function normalBigint(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
