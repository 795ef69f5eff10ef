/** Checks of arguments, whose messages are those that programs of lua-native know. */

/** @throws TypeError with that message unless the condition holds */
export function need(condition: unknown, message: string): asserts condition {
  if (!condition) throw new TypeError(message);
}

export function isFunction(value: unknown): value is (...args: never[]) => unknown {
  return typeof value === 'function';
}

/** An array is one too, and so is a function. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

export function checkScript(script: unknown): asserts script is string {
  need(typeof script === 'string', 'Expected string argument');
}

/** @returns the chunk's name, if there is one */
export function chunkNameOf(method: string, options: unknown): { chunkName?: string } {
  if (options === undefined || options === null) return {};
  need(typeof options === 'object', `${method}() options must be an object`);
  const { chunkName } = options as { chunkName?: unknown };
  if (chunkName === undefined || chunkName === null || chunkName === '') return {};
  need(typeof chunkName === 'string', `${method}() chunkName must be a string`);
  return { chunkName };
}

/** @throws TypeError for a leading, trailing or doubled dot */
export function checkPath(path: string): void {
  need(
    path === '' || !path.split('.').includes(''), // an empty name is a name
    `Invalid global path '${path}': path segments must be non-empty (no leading, trailing, or doubled dots)`,
  );
}
