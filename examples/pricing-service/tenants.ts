import type { LuaExecutorOptions } from '../../src/index.ts';

/** Who may use how much: the plan of a tenant is the profile of its scripts. */
export const plans: NonNullable<LuaExecutorOptions['profiles']> = {
  free: { maxInstructions: 100_000, maxMemory: '2MB', timeout: '200ms' },
  business: { maxInstructions: 5_000_000, maxMemory: '20MB', timeout: '2s' },
};

export interface Tenant {
  readonly plan: string;
  /** The Lua source of its pricing rules. */
  rules?: string;
}

export const tenants: ReadonlyMap<string, Tenant> = new Map([
  ['acme', { plan: 'business' }],
  ['bakery', { plan: 'free' }],
]);
