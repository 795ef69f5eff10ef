import { LuaOptionError } from '../bridge/errors.ts';
import { checkNames, checkObject } from '../context/options.ts';
import { SecurityProfiles } from '../limits/profiles.ts';
import { limitNames, pickLimits, resolveLimits, type ScriptLimits } from '../limits/script-limits.ts';
import { parseBytes } from '../limits/units.ts';

export interface ExecutionLimits {
  /** undefined where those of the executor apply. */
  readonly limits: ScriptLimits | undefined;
  /** Milliseconds; Infinity where there is none. */
  readonly timeout: number;
}

/** The limits of scripts by profile: those of the library and the executor's own. */
export class LimitTable {
  /** Of executions that ask for no others. */
  readonly base: ScriptLimits;
  /** The most Lua heap that a profile of this executor allows, in bytes; Infinity where there is no limit. */
  readonly largestMemory: number;
  private readonly own: ExecutionLimits;
  private readonly profiles: ReadonlyMap<string, ScriptLimits>;

  /** @throws LuaOptionError naming the profile or the field that is not what it must be */
  constructor(level: string, own: Readonly<Record<string, ScriptLimits>>, limits: ScriptLimits) {
    for (const [name, profile] of Object.entries(own)) checkLimits(`profiles.${name}`, profile);
    checkLimits('defaultLimits', limits);
    this.profiles = new Map(Object.entries({ ...SecurityProfiles, ...own }));
    this.base = { ...this.profile('securityLevel', level), ...pickLimits(limits) };
    const allowed = [this.base, ...Object.values(own)].map((each) =>
      parseBytes('maxMemory', each.maxMemory ?? 0),
    );
    this.largestMemory = Math.max(
      ...allowed.map((bytes) => (bytes === 0 ? Number.POSITIVE_INFINITY : bytes)),
    );
    this.own = { limits: undefined, timeout: resolveLimits(this.base).timeout };
  }

  of(profile: string | undefined, limits: ScriptLimits | undefined): ExecutionLimits {
    if (profile === undefined && limits === undefined) return this.own;
    if (limits !== undefined) checkLimits('limits', limits);
    const start = profile === undefined ? this.base : this.profile('profile', profile);
    const merged = { ...start, ...pickLimits(limits ?? {}) };
    return { limits: merged, timeout: resolveLimits(merged).timeout };
  }

  private profile(option: string, name: string): ScriptLimits {
    const found = this.profiles.get(name);
    if (found) return found;
    const names = [...this.profiles.keys()].map((known) => `'${known}'`);
    throw new LuaOptionError(option, name, `one of ${names.join(', ')}`);
  }
}

function checkLimits(option: string, limits: ScriptLimits): void {
  checkObject(option, limits);
  checkNames(option, limits, new Set<string>(limitNames));
  resolveLimits(limits);
}
