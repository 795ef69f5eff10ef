import { type LuaContext, LuaSyntaxError } from '../../index.ts';

/** What a text is that was typed: a whole chunk, the beginning of one, or neither. */
export type Typed =
  | { readonly kind: 'chunk'; readonly body: string }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'wrong'; readonly error: LuaSyntaxError };

/**
 * Reads a text as lua(1) does: as an expression if it can be one, with or without Lua 5.1's `=` before it, or
 * else as a chunk. It is incomplete if the parser would have liked more.
 */
export function readTyped(lua: LuaContext, text: string, chunkName: string): Typed {
  const expression = `return ${text.replace(/^\s*=/, '')}`;
  const asExpression = syntaxError(lua, expression, chunkName);
  if (!asExpression) return { kind: 'chunk', body: expression };
  const asChunk = syntaxError(lua, text, chunkName);
  if (!asChunk) return { kind: 'chunk', body: text };
  if ([asExpression, asChunk].some(wantsMore)) return { kind: 'incomplete' };
  return { kind: 'wrong', error: /^\s*=/.test(text) ? asExpression : asChunk };
}

/** What is wrong with a chunk; undefined if nothing is. */
export function syntaxError(lua: LuaContext, source: string, chunkName: string): LuaSyntaxError | undefined {
  try {
    lua.compile(source, { chunkName });
    return undefined;
  } catch (error) {
    if (error instanceof LuaSyntaxError) return error;
    throw error;
  }
}

function wantsMore({ message }: LuaSyntaxError): boolean {
  return message.endsWith('<eof>');
}
