/**
 * What an action throws, which must be an error of the given class. Anything else that it throws comes out as it
 * is, so that a failing test shows the real cause.
 */
export function thrownBy<E>(kind: abstract new (...args: never[]) => E, action: () => unknown): E {
  try {
    action();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`nothing was thrown where a ${kind.name} was expected`);
}

/** What an action throws, whatever it is; nothing if it returns. */
export function caughtFrom(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
