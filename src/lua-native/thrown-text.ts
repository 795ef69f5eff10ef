/** The text of what is no object, and was thrown. */
export function thrownText(thrown: unknown): string {
  return typeof thrown === 'symbol'
    ? 'JavaScript callback threw a value that could not be converted to a string'
    : String(thrown);
}
