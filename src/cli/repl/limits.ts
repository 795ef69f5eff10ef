import { LuaOptionError, type ProfileName, type ResolvedLimits, SecurityProfiles } from '../../index.ts';
import { resolveLimits } from '../../limits/script-limits.ts';

/** What `.limits` shows and changes; Infinity stands for no limit. */
export type ReplLimits = Pick<ResolvedLimits, 'maxInstructions' | 'maxMemory' | 'timeout'>;

const fields: ReadonlyMap<string, keyof ReplLimits> = new Map([
  ['instructions', 'maxInstructions'],
  ['memory', 'maxMemory'],
  ['time', 'timeout'],
]);

const usage = 'instructions, memory or time and a figure such as 1e6, 10MB or 5s, or the name of a profile';

/**
 * The limits after `.limits WORDS`: those of a profile, or with one of them changed.
 * @throws LuaOptionError if the words are not what they must be
 */
export function changeLimits(limits: ReplLimits, words: readonly string[]): ReplLimits {
  const [first = '', figure, ...rest] = words;
  if (words.length === 1 && Object.hasOwn(SecurityProfiles, first)) {
    return pick(resolveLimits(SecurityProfiles[first as ProfileName]));
  }
  const field = fields.get(first);
  if (!field || figure === undefined || rest.length > 0) {
    throw new LuaOptionError('.limits', words.join(' '), usage);
  }
  const value = Number.isNaN(Number(figure)) ? figure : Number(figure);
  return { ...limits, [field]: resolveLimits({ [field]: value })[field] };
}

/** The limits as `.limits` shows them. */
export function describeLimits({ maxInstructions, maxMemory, timeout }: ReplLimits): string {
  const figure = (value: number, unit: string) =>
    Number.isFinite(value) ? `${value.toLocaleString('en-US')}${unit}` : 'no limit';
  return [
    `instructions  ${figure(maxInstructions, '')}`,
    `memory        ${figure(maxMemory, ' bytes')}`,
    `time          ${figure(timeout, ' ms')}`,
  ].join('\n');
}

export function pick({ maxInstructions, maxMemory, timeout }: ReplLimits): ReplLimits {
  return { maxInstructions, maxMemory, timeout };
}
