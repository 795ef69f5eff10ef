import { LuaConversionError } from './errors.ts';
import { decodeText, isText } from './text.ts';
import { typeName } from './type-name.ts';
import type { LuaValue } from './values.ts';

/** What strict conversion refuses of a table's keys, and what to do about it. */
const asMap = "use tableAs: 'map', or read it through getGlobalRef";
const asBytes = 'read it through getGlobalRef with binaryStrings';

/** @param trail the keys that lead there, as they are written in JavaScript */
function strictLoss(reason: string, remedy: string, trail: readonly string[] = []): LuaConversionError {
  const place = trail.join('');
  const where = place ? ` (at ${place.length > 200 ? `${place.slice(0, 200)}...` : place})` : '';
  return new LuaConversionError(`strict conversion: ${reason}${where}: ${remedy}`);
}

export function thenableLoss(trail: readonly string[]): LuaConversionError {
  return strictLoss('a function in the field then would make a promise of the object', asMap, trail);
}

export function namelessLoss(key: LuaValue, trail?: readonly string[]): LuaConversionError {
  return strictLoss(`a table key of type ${typeName(key)} cannot be a property's name`, asMap, trail);
}

export function undecodableLoss(trail?: readonly string[]): LuaConversionError {
  return strictLoss('a table key that is not UTF-8 cannot be text', asBytes, trail);
}

export function collisionLoss(name: string, trail?: readonly string[]): LuaConversionError {
  return strictLoss(
    `the table keys ${name} (a number) and '${name}' (a string) would become one property`,
    asMap,
    trail,
  );
}

/**
 * The keys of a live table as the names of properties.
 * @throws LuaConversionError for a key that has no name, or the name of another
 */
export function strictNames(keys: readonly LuaValue[]): string[] {
  const names = new Set<string>();
  for (const key of keys) {
    const name = strictName(key);
    if (names.has(name)) throw collisionLoss(name);
    names.add(name);
  }
  return [...names];
}

function strictName(key: LuaValue): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') return String(key);
  if (!(key instanceof Uint8Array)) throw namelessLoss(key);
  if (!isText(key)) throw undecodableLoss();
  return decodeText(key, 0, key.length);
}
