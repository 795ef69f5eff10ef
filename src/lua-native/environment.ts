import { need } from './arguments.ts';
import type { EnvironmentOptions } from './types.ts';

/** @throws TypeError for options that are not what they must be */
export function environmentOptionsOf(options?: EnvironmentOptions | null): {
  whitelist: readonly string[];
  inherit: boolean;
} {
  const given = options ?? {};
  need(typeof given === 'object' && !Array.isArray(given), 'create_environment() options must be an object');
  const whitelist: unknown = given.whitelist ?? [];
  need(Array.isArray(whitelist), 'create_environment(): whitelist must be an array of strings');
  need(
    whitelist.every((name) => typeof name === 'string'),
    'create_environment(): whitelist entries must be strings',
  );
  return { whitelist, inherit: !!given.inherit };
}
