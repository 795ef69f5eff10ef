export const unshowable = 'JavaScript callback threw a value that could not be converted to a string';

/** The text of what is no object, and was thrown. */
export function thrownText(thrown: unknown): string {
  return typeof thrown === 'symbol' ? unshowable : String(thrown);
}

/** Why a function of the user's failed. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : thrownText(thrown);
}
