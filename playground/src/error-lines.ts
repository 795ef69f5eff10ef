import { LuaError, LuaSyntaxError } from 'tidelock';

/** The name of the script in messages. */
export const chunkName = 'script';

/** The line that an error is about, as its message or else its traceback says; undefined where neither does. */
export function lineOf(error: unknown): number | undefined {
  if (error instanceof LuaSyntaxError && error.line > 0) return error.line;
  const traceback = tracebackOf(error);
  const said = error instanceof Error ? linesIn(error.message) : [];
  return said[0]?.line ?? linesIn(traceback)[0]?.line;
}

export function tracebackOf(error: unknown): string {
  if (error instanceof LuaError) return error.traceback;
  const { luaTraceback } = (error ?? {}) as { readonly luaTraceback?: unknown };
  return typeof luaTraceback === 'string' ? luaTraceback : '';
}

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
