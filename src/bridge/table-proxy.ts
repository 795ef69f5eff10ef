import type { HeldValues } from './held-values.ts';
import type { References } from './references.ts';
import { LuaTableHandle } from './table-handle.ts';
import { decodeText } from './text.ts';
import type { LuaInput, LuaTable } from './values.ts';

const proxies = new WeakSet<object>();

export function isTableProxy(value: object): boolean {
  return proxies.has(value);
}

/**
 * A table that has a metatable, as a live view: reading and writing properties goes through its metamethods,
 * and it returns to Lua as itself. Its properties are the fields with text for a key; a number as the name of
 * a property is the key of that text, unless only the number itself is there.
 * @param absent what a property is that is nil
 */
export function tableProxy(
  values: Pick<HeldValues, 'getField' | 'setField' | 'names'>,
  references: Pick<References, 'placeOf'>,
  absent?: null,
): LuaTable {
  const target: LuaTable = Object.create(null);
  const held = () => references.placeOf(proxy);
  const exists = (key: LuaInput) => {
    const value = values.getField(held(), key, true); // by reference: it need not be converted
    if (value instanceof LuaTableHandle) value.release();
    return value !== null;
  };
  const keyOf = (name: string) => {
    if (!isIndex(name) || exists(name)) return name;
    return exists(Number(name)) ? Number(name) : name;
  };
  const read = (name: string) => values.getField(held(), keyOf(name), false);
  const write = (name: string, value: LuaInput) => values.setField(held(), keyOf(name), value);
  const names = () => {
    const texts = values
      .names(held)
      .map((name) => (name instanceof Uint8Array ? decodeText(name, 0, name.length) : String(name)));
    return [...new Set(texts)];
  };
  const proxy: LuaTable = new Proxy(target, {
    get(_target, name) {
      if (name === Symbol.toPrimitive) return () => '[Lua table]';
      // a table is never a promise: whoever awaits it asks for this, and no metamethod is to run then
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return read(name) ?? absent;
    },
    set(_target, name, value: LuaInput) {
      if (typeof name === 'symbol') return false;
      write(name, value);
      return true;
    },
    has(_target, name) {
      if (typeof name === 'symbol') return false;
      return exists(keyOf(name));
    },
    deleteProperty(_target, name) {
      if (typeof name === 'symbol') return true;
      write(name, null);
      return true;
    },
    ownKeys: names,
    getOwnPropertyDescriptor(_target, name) {
      if (typeof name === 'symbol' || !exists(keyOf(name))) return undefined;
      // the value is not read with it: to go through the keys would convert all values
      return {
        get: () => read(name),
        set: (value) => write(name, value),
        enumerable: true,
        configurable: true,
      };
    },
    defineProperty(_target, name, descriptor) {
      if (typeof name === 'symbol' || !('value' in descriptor)) return false;
      write(name, descriptor.value as LuaInput);
      return true;
    },
    getPrototypeOf: () => null,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  proxies.add(proxy);
  return proxy;
}

function isIndex(name: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(name) && Number.isSafeInteger(Number(name));
}
