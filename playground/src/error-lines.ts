/** The name of the script in messages. */
export const chunkName = 'script';

/** Where in a text a line of the script is named. */
export interface NamedLine {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

export function linesIn(text: string): readonly NamedLine[] {
  return [...text.matchAll(new RegExp(`\\b${chunkName}:(\\d+)`, 'g'))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    line: Number(match[1]),
  }));
}
