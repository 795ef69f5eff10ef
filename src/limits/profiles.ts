import { LuaOptionError } from '../bridge/errors.ts';
import type { ScriptLimits } from './script-limits.ts';

/**
 * Sets of limits by name. To have one of your own, spread the one that is nearest:
 * `new LuaContext({}, { ...SecurityProfiles.strict, timeout: '1s' })`.
 */
export const SecurityProfiles = {
  /** For scripts of strangers: 1,000,000 instructions, 5 s, 10 MB. */
  strict: {
    maxInstructions: 1_000_000,
    timeout: 5_000,
    maxMemory: 10 * 2 ** 20,
    checkInterval: 100,
    warningThreshold: 0.8,
  },
  /** What a context uses that is told nothing: 10,000,000 instructions, 30 s, 50 MB. */
  normal: {
    maxInstructions: 10_000_000,
    timeout: 30_000,
    maxMemory: 50 * 2 ** 20,
    checkInterval: 1_000,
    warningThreshold: 0.9,
  },
  /** For scripts that are known: 100,000,000 instructions, 5 min, 200 MB. */
  relaxed: {
    maxInstructions: 100_000_000,
    timeout: 300_000,
    maxMemory: 200 * 2 ** 20,
    checkInterval: 10_000,
    warningThreshold: 0.95,
  },
  /** No limits but those of the engine: 2 GiB of memory. */
  unlimited: {},
} as const satisfies Record<string, ScriptLimits>;

export type ProfileName = keyof typeof SecurityProfiles;

/** @throws LuaOptionError for a name that is not in SecurityProfiles */
export function profileLimits(profile: ProfileName): ScriptLimits {
  if (!Object.hasOwn(SecurityProfiles, profile)) {
    const names = Object.keys(SecurityProfiles).map((name) => `'${name}'`);
    throw new LuaOptionError('profile', profile, `one of ${names.join(', ')}`);
  }
  return SecurityProfiles[profile];
}
