/** As `thrownBy`, for a promise: what it is rejected with, which must be an error of the given class. */
export async function rejectedWith<E>(
  kind: abstract new (...args: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`fulfilled where a rejection with a ${kind.name} was expected`);
}
