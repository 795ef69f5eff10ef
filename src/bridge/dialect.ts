import { LuaCoroutine } from './coroutine.ts';
import type { LuaConversionError } from './errors.ts';
import type { HeldValues } from './held-values.ts';
import type { Hold, References } from './references.ts';
import { tableProxy } from './table-proxy.ts';
import type { HostFunction, LuaFunction, LuaTable } from './values.ts';

/** How values that cross by reference appear on the other side, where that is a matter of taste. */
export interface Dialect {
  /** What scripts call in the place of a function of the host: the same for the same function. */
  hostFunction(fn: HostFunction): HostFunction;
  /** What a script gets if the arguments or the result of what it called there cannot be converted. */
  refusedConversion(error: LuaConversionError, fn: HostFunction): unknown;
  luaFunction(values: HeldValues, references: References, hold: Hold): LuaFunction;
  coroutine(values: HeldValues, references: References): LuaCoroutine;
  /** For a table that has a metatable. */
  table(values: HeldValues, references: References, hold: Hold): LuaTable;
  /** Whether whole numbers of JavaScript's beyond the safe integers become integers, as far as they have 64 bits. */
  readonly hasLargeIntegers: boolean;
  /** Whether the milliseconds of a Date are a float, and NaN for a Date that is none, rather than an integer. */
  readonly hasFloatDates: boolean;
  /** Whether a table without any key is an array, and one with nil among its values is none. */
  readonly hasDenseArrays: boolean;
  /** Whether the keys of a Map are converted as values are, bytes included, and those dropped that are references. */
  readonly hasValuesAsMapKeys: boolean;
  /** Whether the time that an execution waits for promises counts for its timeout. */
  readonly waitingIsTimed: boolean;
}

export const standardDialect: Dialect = {
  hostFunction: (fn) => fn,
  refusedConversion: (error) => error,
  luaFunction: (values, references, hold) =>
    function (first = undefined, second = undefined, ...others) {
      const place = references.check(hold);
      // biome-ignore lint/complexity/noArguments: an undefined that was passed counts
      const count = arguments.length;
      return count > 2
        ? values.call(place, [first, second, ...others])
        : values.callWithFew(place, count, first, second);
    },
  coroutine: (values, references) => new LuaCoroutine(values, references),
  table: (values, references, hold) => tableProxy({ values, references }, hold),
  hasLargeIntegers: false,
  hasFloatDates: false,
  hasDenseArrays: false,
  hasValuesAsMapKeys: false,
  waitingIsTimed: true,
};
