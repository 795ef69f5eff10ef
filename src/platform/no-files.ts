/** @throws Error always: there are no files here */
export function readTextFile(path: string): never {
  throw noFiles(path);
}

/** @throws (rejects with) Error always */
export async function readTextFileAsync(path: string): Promise<never> {
  throw noFiles(path);
}

/** @throws Error always, which to whoever looks for a module says that it is not there */
export function readFileInside(_folder: string, name: string): never {
  throw Object.assign(noFiles(name), { code: 'ENOENT' });
}

export function workingDirectory(): undefined {
  return undefined;
}

/** A folder of the machine, if there were any. */
export class Folder {
  /** @throws Error always */
  constructor(path: string) {
    throw noFiles(path);
  }
}

function noFiles(path: string): Error {
  return Object.assign(
    new Error(`'${path}' cannot be read: there are no files here; get the text and use executeScript`),
    { code: 'ENOSYS' },
  );
}
