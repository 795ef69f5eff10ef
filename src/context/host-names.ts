/**
 * The functions and objects that the host gave to a context, each by the name under which another context
 * finds its own: `log`, `api.log`, `userdata player`, `class Player.new`.
 */
export class HostNames {
  private readonly objects = new Map<string, object>();
  private readonly names = new Map<unknown, string>();

  constructor(named: Iterable<readonly [string, object]>) {
    for (const [name, object] of named) {
      this.objects.set(name, object);
      if (!this.names.has(object)) this.names.set(object, name);
    }
  }

  nameOf(object: unknown): string | undefined {
    return this.names.get(object);
  }

  find(name: string): object | undefined {
    return this.objects.get(name);
  }
}

/** The functions in a value for Lua, by their paths: `api.log`, `handlers.1`. */
export function* functionsIn(
  path: string,
  value: unknown,
  within: readonly object[] = [],
): Generator<[string, object]> {
  if (typeof value === 'function') yield [path, value];
  if (typeof value !== 'object' || value === null || within.includes(value)) return;
  const inside = [...within, value];
  if (value instanceof Map) {
    for (const [key, item] of value) yield* functionsIn(`${path}.${String(key)}`, item, inside);
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* functionsIn(`${path}.${i + 1}`, item, inside);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) yield* functionsIn(`${path}.${key}`, item, inside);
  }
}

function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
