import type { HeldValues } from './held-values.ts';
import type { References } from './references.ts';
import type { LuaInput, LuaTable } from './values.ts';

/**
 * A table that has a metatable, as a live view: reading and writing properties goes through its metamethods,
 * and it returns to Lua as itself. Its properties are the fields with text for a key; a number as the name of
 * a property is the key of that text, unless only the number itself is there.
 */
export function tableProxy(values: HeldValues, references: References): LuaTable {
  const target: LuaTable = Object.create(null);
  const held = () => references.placeOf(proxy);
  const read = (name: string) => {
    const value = values.getField(held(), name, false);
    return value === null && isIndex(name) ? values.getField(held(), Number(name), false) : value;
  };
  const names = () => {
    const found = new Set<string>();
    for (const [key] of values.pairs(held())) {
      if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint')
        found.add(String(key));
    }
    return [...found];
  };
  const proxy: LuaTable = new Proxy(target, {
    get(_target, name) {
      if (typeof name === 'symbol') return undefined;
      const value = read(name);
      // a table is never a promise, whatever its fields are called
      return value === null || (name === 'then' && typeof value === 'function') ? undefined : value;
    },
    set(_target, name, value: LuaInput) {
      if (typeof name === 'symbol') return false;
      values.setField(held(), name, value);
      return true;
    },
    has: (_target, name) => typeof name === 'string' && read(name) !== null,
    deleteProperty(_target, name) {
      if (typeof name === 'symbol') return true;
      values.setField(held(), name, null);
      return true;
    },
    ownKeys: names,
    getOwnPropertyDescriptor(_target, name) {
      const value = typeof name === 'symbol' ? null : read(name);
      return value === null ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
    defineProperty(_target, name, descriptor) {
      if (typeof name === 'symbol' || !('value' in descriptor)) return false;
      values.setField(held(), name, descriptor.value as LuaInput);
      return true;
    },
    getPrototypeOf: () => null,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  return proxy;
}

function isIndex(name: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(name) && Number.isSafeInteger(Number(name));
}
