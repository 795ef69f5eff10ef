import type { Buffer } from 'node:buffer';
import type { LuaContext } from '../context/lua-context.ts';
import { chunkNameOf } from './arguments.ts';
import type { CompileOptions } from './types.ts';

export function compileOptionsOf(method: string, options?: CompileOptions | null): CompileOptions {
  return { ...chunkNameOf(method, options), stripDebug: options?.stripDebug === true };
}

/** `compile`, which gives a Buffer where there are Buffers. */
export function compiled(lua: LuaContext, source: string | Uint8Array, options: CompileOptions): Buffer {
  const { stripDebug = false, chunkName } = options;
  const code = lua.compile(source, { stripDebug, ...(chunkName === undefined ? {} : { chunkName }) });
  const { Buffer: NodeBuffer } = globalThis; // browsers have none
  return NodeBuffer ? NodeBuffer.from(code.buffer, code.byteOffset, code.byteLength) : (code as Buffer);
}
