/**
 * The interface of the npm package lua-native on Tidelock (docs/migrating-from-lua-native.md).
 *
 * ```ts
 * import lua_native from 'tidelock/lua-native';
 *
 * const lua = new lua_native.init({ greet: (name) => `Hello, ${name}!` }, { libraries: 'safe' });
 * lua.execute_script('return greet("Ada")'); // 'Hello, Ada!'
 * ```
 * @module
 */

import { NativeContext } from './context.ts';
import { createSharedTable } from './shared-table.ts';
import type { LuaNative } from './types.ts';

export type {
  BindingRefCounts,
  ChunkNameOptions,
  ClassDefinition,
  CompileOptions,
  CoroutineResult,
  EnvironmentOptions,
  HookOptions,
  LuaCallback,
  LuaCallbacks,
  LuaContext,
  LuaCoroutine,
  LuaEnvironment,
  LuaFunction,
  LuaGCMode,
  LuaGCParam,
  LuaHookCallback,
  LuaHookEvent,
  LuaInitOptions,
  LuaInput,
  LuaLibrary,
  LuaLibraryPreset,
  LuaNative,
  LuaStackFrame,
  LuaStateInfo,
  LuaTable,
  LuaTableHandle,
  LuaTableRef,
  LuaValue,
  MetatableDefinition,
  PcallResult,
  SharedTable,
  UserdataMethod,
  UserdataOptions,
} from './types.ts';

const luaNative = { init: NativeContext, createSharedTable } as LuaNative;

export default luaNative;
