/**
 * Tidelock runs Lua scripts that nobody has reviewed, under limits that hold.
 * @module API
 */

export { LuaCoroutine } from './bridge/coroutine.ts';
export {
  LuaConversionError,
  LuaError,
  type LuaErrorDetails,
  LuaExitError,
  LuaOptionError,
  LuaStateError,
  LuaSyntaxError,
  TidelockError,
} from './bridge/errors.ts';
export type { ResumeResult } from './bridge/held-values.ts';
export { MultipleResults, multiple } from './bridge/multiple-results.ts';
export { LuaTableHandle } from './bridge/table-handle.ts';
export { LuaUserdata } from './bridge/userdata.ts';
export type { HostFunction, LuaFunction, LuaInput, LuaResult, LuaTable, LuaValue } from './bridge/values.ts';
export type { ClassDefinition, LuaMethod, LuaProperty, UserdataOptions } from './context/classes.ts';
export type { EnvironmentOptions } from './context/environment.ts';
export { type LuaExecution, withExecution } from './context/execution.ts';
export type { GcMode, GcParameter } from './context/gc.ts';
export type { HookCallback, HookEvent, HookOptions } from './context/hooks.ts';
export type { LuaInfo } from './context/introspection.ts';
export type { LibraryPreset, LuaLibrary } from './context/libraries.ts';
export { type EngineSource, loadEngine } from './context/load-engine.ts';
export {
  type CompileOptions,
  type FromSnapshotOptions,
  LuaContext,
  type LuaGlobals,
  type PcallResult,
} from './context/lua-context.ts';
export type { LuaModule, ModuleSearcher } from './context/modules.ts';
export type { Mount } from './context/mounts.ts';
export type { AsyncExecutionOptions, ExecutionOptions, LuaContextOptions } from './context/options.ts';
export {
  createSharedTable,
  type SharedTable,
  type SharedUpdate,
  type SharedValue,
  type SkippedContext,
} from './context/shared-table.ts';
export { Snapshot } from './context/snapshot.ts';
export { LuaSnapshotError, type SnapshotProblem } from './context/snapshot-error.ts';
export type { FileReader } from './context/source-files.ts';
export type { LocalVariable, StackFrame } from './context/stack-frames.ts';
export type { OutputHandler, PrintHandler, ReadHandler } from './context/streams.ts';
export { LuaConfigError, type LuaExecutorConfig, loadConfig } from './executor/config.ts';
export { LuaExecutorClosedError, LuaQueueFullError, LuaWorkerError } from './executor/errors.ts';
export type { ExecutionResult } from './executor/execution.ts';
export type { Distribution } from './executor/histogram.ts';
export type { ExecutionReport, Script } from './executor/job.ts';
export type { TracedLine } from './executor/line-trace.ts';
export type { ExecutorLogger } from './executor/logger.ts';
export { LuaExecutor } from './executor/lua-executor.ts';
export type { ExecuteOptions, LuaExecutorOptions } from './executor/options.ts';
export { executionReport } from './executor/reports.ts';
export type { ExecutionEnd, ExecutorStats } from './executor/statistics.ts';
export type { Budget, ResourceWarning, Usage } from './limits/governor.ts';
export { type LimitedResource, LuaLimitError } from './limits/limit-error.ts';
export { type ProfileName, SecurityProfiles } from './limits/profiles.ts';
export type { ResolvedLimits, ScriptLimits } from './limits/script-limits.ts';
export type { CallFrame, CpuProfile, CpuProfileNode } from './profiling/cpu-profile.ts';
export { flameGraph } from './profiling/flame-graph.ts';
export { version } from './version.ts';
