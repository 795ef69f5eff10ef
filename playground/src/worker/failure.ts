import { LuaError, LuaLimitError, LuaSyntaxError } from 'tidelock';
import { linesIn } from '../error-lines.ts';
import type { Failure } from '../messages.ts';

/** What the page says of an error, which may be any value that can be thrown. */
export function describeFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const traceback = tracebackOf(error);
  const resource = error instanceof LuaLimitError ? error.resource : undefined;
  return { message, traceback, line: lineOf(error, message, traceback), resource };
}

function lineOf(error: unknown, message: string, traceback: string): number | undefined {
  if (error instanceof LuaSyntaxError && error.line > 0) return error.line;
  return linesIn(message)[0]?.line ?? linesIn(traceback)[0]?.line;
}

function tracebackOf(error: unknown): string {
  if (error instanceof LuaError) return error.traceback;
  const { luaTraceback } = (error ?? {}) as { readonly luaTraceback?: unknown };
  return typeof luaTraceback === 'string' ? luaTraceback : '';
}
