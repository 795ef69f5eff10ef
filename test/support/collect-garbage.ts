import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Lets JavaScript's collector do all its work. */
export const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of JavaScript's heap that something still holds. */
export function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
