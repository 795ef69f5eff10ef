/** Checks of arguments. What is not what it must be is a TypeError that names the method. */

export function checkString(method: string, name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${method} expects a string as its ${name}`);
}

export function checkCallable(method: string, name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${method} expects a function as its ${name}`);
}

export function checkRecord(method: string, name: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${method} expects an object as its ${name}`);
}

/** @returns the chunk's name, if there is one */
export function chunkNameOf(options: { readonly chunkName?: unknown } | null | undefined): {
  chunkName?: string;
} {
  const { chunkName } = options ?? {};
  if (chunkName === undefined) return {};
  if (typeof chunkName !== 'string') throw new TypeError('chunkName must be a string');
  return { chunkName };
}

/** @throws TypeError for a leading, trailing or doubled dot */
export function checkPath(method: string, path: unknown): asserts path is string {
  checkString(method, 'name', path);
  if (path.split('.').includes('')) {
    throw new TypeError(`${method}: malformed path '${path}': it has an empty part`);
  }
}
