/**
 * Tidelock runs Lua scripts that nobody has reviewed, under limits that hold.
 * @module
 */
export {
  LuaConversionError,
  LuaError,
  type LuaErrorDetails,
  LuaOptionError,
  LuaStateError,
  LuaSyntaxError,
  TidelockError,
} from './bridge/errors.ts';
export type { HostFunction, LuaFunction, LuaInput, LuaTable, LuaValue } from './bridge/values.ts';
export type { LibraryPreset, LuaLibrary } from './context/libraries.ts';
export { LuaContext, type LuaGlobals, type LuaInfo } from './context/lua-context.ts';
export type { ExecutionOptions, LuaContextOptions, PrintHandler } from './context/options.ts';
export type { ResourceWarning, Usage } from './limits/governor.ts';
export { type LimitedResource, LuaLimitError } from './limits/limit-error.ts';
export { type ProfileName, SecurityProfiles } from './limits/profiles.ts';
export type { ResolvedLimits, ScriptLimits } from './limits/script-limits.ts';
export { version } from './version.ts';
