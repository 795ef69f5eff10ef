import type { ExecutionReport } from './job.ts';

const reports = new WeakMap<object, ExecutionReport>();

export function keepReport(error: object, report: ExecutionReport): void {
  reports.set(error, report);
}

/**
 * What an execution used that failed with this error of `LuaExecutor.execute`, its warnings, and its profile where it has
 * one. undefined where there is nothing to tell: the script never ran, or its worker was lost.
 */
export function executionReport(error: unknown): ExecutionReport | undefined {
  return typeof error === 'object' && error !== null ? reports.get(error) : undefined;
}
