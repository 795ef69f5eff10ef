import { isFunction } from './arguments.ts';
import { reasonOf } from './thrown-text.ts';
import type { ClassDefinition, LuaValue } from './types.ts';

type Properties = NonNullable<ClassDefinition['properties']>;

/** What scripts are told when a property cannot be read or written: text, as in lua-native. */
class PropertyError extends Error {}

/** @returns the text for scripts, if this is what was thrown */
export function propertyRefusal(thrown: unknown): string | undefined {
  if (thrown instanceof PropertyError) return thrown.message;
  if (!(thrown instanceof TypeError)) return undefined;
  const { message } = thrown;
  const found = /^property '(.*)' of (?:class|userdata) '.*' is read-only$/s.exec(message);
  if (found) return `Error writing property '${found[1]}': userdata is not writable`;
  const opaque = /^attempt to index a userdata value \((userdata '.*') is opaque\)$/s.exec(message);
  return opaque ? `attempt to index a lua_native_userdata value (${opaque[1]})` : undefined;
}

/** Accessors that tell scripts which property they failed at, and whether it lacks one of them. */
export function tellingAccessors(className: string, properties: Properties): Properties {
  const telling = Object.entries(properties).map(([name, { get, set }]) => {
    const lacks = (what: string) => () => {
      throw new Error(`property '${name}' of class '${className}' is ${what}`);
    };
    const read = isFunction(get) ? get : lacks('write-only');
    const write = isFunction(set) ? set : lacks('read-only');
    return [
      name,
      {
        get: (self: unknown) => tell('reading', name, () => read(self)),
        set: (self: unknown, value: LuaValue) => tell('writing', name, () => write(self, value)),
      },
    ] as const;
  });
  return Object.fromEntries(telling);
}

function tell<T>(doing: string, name: string, access: () => T): T {
  try {
    return access();
  } catch (error) {
    throw new PropertyError(`Error ${doing} property '${name}': ${reasonOf(error)}`);
  }
}
