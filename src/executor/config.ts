import * as v from 'valibot';
import { readTextFile } from '#platform';
import { LuaOptionError, TidelockError } from '../bridge/errors.ts';
import { decodeText } from '../bridge/text.ts';
import { parseBytes, parseMilliseconds } from '../limits/units.ts';
import type { LuaExecutorOptions } from './options.ts';

/** A configuration that is not what it must be. `issues` names every mistake with its place. */
export class LuaConfigError extends TidelockError {
  override readonly name = 'LuaConfigError';
  readonly code = 'ERR_LUA_CONFIG';
  readonly issues: readonly string[];

  constructor(source: string, issues: readonly string[]) {
    super(
      `${source} is not a configuration of a LuaExecutor:\n${issues.map((issue) => `- ${issue}`).join('\n')}`,
    );
    this.issues = issues;
  }
}

const wholeFrom = (least: number) =>
  v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(least, `must be ${least} or more`),
  );

const quantity = (parse: (option: string, value: number | string) => number, example: string) =>
  v.pipe(
    v.union([v.number(), v.string()], `must be a number or text such as '${example}'`),
    v.check((value) => accepts(parse, value), `must be a number from 0 up, or text such as '${example}'`),
  );

const flag = v.boolean('must be true or false');

/** Arrays are objects too, to the library. */
const plainObject = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

const limits = v.strictObject({
  instruction_limit: v.optional(wholeFrom(0)),
  timeout: v.optional(quantity(parseMilliseconds, '5s')),
  memory_limit: v.optional(quantity(parseBytes, '10MB')),
  check_interval: v.optional(
    v.union([v.literal('auto'), wholeFrom(1)], "must be 'auto' or a whole number from 1 up"),
  ),
  warning_threshold: v.optional(
    v.pipe(
      v.number('must be a number'),
      v.minValue(0, 'must be 0 or more'),
      v.maxValue(1, 'must be 1 or less'),
    ),
  ),
  enable_profiling: v.optional(flag),
});

const config = v.strictObject({
  pool_size: v.optional(wholeFrom(1)),
  default_limits: v.optional(v.pipe(plainObject, limits)),
  security_level: v.optional(
    v.pipe(v.string('must be the name of a profile'), v.nonEmpty('must be the name of a profile')),
  ),
  enable_debug_hook: v.optional(flag),
});

/** A configuration as a JSON file has it. Durations are milliseconds or text such as `'5s'`, sizes bytes or `'10MB'`. */
export type LuaExecutorConfig = v.InferOutput<typeof config>;

/**
 * The options of a LuaExecutor from a JSON file, or from an object such as one has.
 * @param source the path of a file, or what such a file holds
 * @throws LuaConfigError naming every mistake with its path
 * @throws Error of the file system if the file cannot be read
 */
export function loadConfig(source: string | LuaExecutorConfig): LuaExecutorOptions {
  const name = typeof source === 'string' ? source : 'the object';
  const result = v.safeParse(
    v.pipe(plainObject, config),
    typeof source === 'string' ? readJson(source) : source,
  );
  if (!result.success) throw new LuaConfigError(name, result.issues.map(describe));
  const { pool_size, default_limits, security_level, enable_debug_hook } = result.output;
  return compact({
    poolSize: pool_size,
    securityLevel: security_level,
    enableDebugHook: enable_debug_hook,
    defaultLimits:
      default_limits &&
      compact({
        maxInstructions: default_limits.instruction_limit,
        timeout: default_limits.timeout,
        maxMemory: default_limits.memory_limit,
        checkInterval: default_limits.check_interval,
        warningThreshold: default_limits.warning_threshold,
        enableProfiling: default_limits.enable_profiling,
      }),
  });
}

function readJson(path: string): unknown {
  const bytes = readTextFile(path);
  try {
    return JSON.parse(decodeText(bytes, 0, bytes.length));
  } catch (error) {
    throw new LuaConfigError(path, [`(the whole file): must be JSON: ${(error as Error).message}`]);
  }
}

function accepts(parse: (option: string, value: number | string) => number, value: number | string): boolean {
  try {
    return Number.isFinite(parse('', value));
  } catch (error) {
    if (error instanceof LuaOptionError) return false;
    throw error;
  }
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const isUnknownKey = issue.type === 'strict_object' && issue.expected === 'never';
  return `${path ?? '(the whole)'}: ${isUnknownKey ? 'is no key of the configuration' : issue.message}`;
}

/** Without the properties that are undefined. */
function compact<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
