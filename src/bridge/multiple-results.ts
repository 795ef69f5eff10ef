import type { LuaInput } from './values.ts';

/** Several results of one call of a host function. */
export class MultipleResults {
  readonly values: readonly LuaInput[];

  constructor(values: readonly LuaInput[]) {
    this.values = values;
  }
}

/**
 * For a host function that returns several results to Lua (manual section 3.4.12), where an array would be one table.
 *
 * ```ts
 * lua.setGlobal('divide', (a: number, b: number) => multiple(Math.floor(a / b), a % b));
 * lua.executeScript('local quotient, rest = divide(7, 2) return quotient + rest'); // 4
 * ```
 */
export function multiple(...values: readonly LuaInput[]): MultipleResults {
  return new MultipleResults(values);
}
