import type { Dialect } from '../bridge/dialect.ts';
import type { HeldValues } from '../bridge/held-values.ts';
import type { References } from '../bridge/references.ts';
import { tableProxy } from '../bridge/table-proxy.ts';
import { NativeCoroutine } from './coroutine.ts';
import type { HostFunctions } from './host-function.ts';
import type { Session } from './session.ts';

/** How values appear to users of lua-native: what they throw is translated, and nil is always null. */
export function nativeDialect(session: Session, hostFunctions: HostFunctions): Dialect {
  return {
    hostFunction: (fn) => hostFunctions.adapt(fn),
    refusedConversion: (error, fn) => hostFunctions.refusal(error.message, fn),
    luaFunction:
      (values, references, hold) =>
      (...args) =>
        session.enter(() => values.call(references.check(hold), args), {
          name: 'Lua function',
          isUsed: true,
        }),
    coroutine: (values, references) => new NativeCoroutine(session, values, references),
    table: (values, references, hold) => {
      const held: Pick<References, 'check'> = { check: (table) => enterTable(() => references.check(table)) };
      return tableProxy({ values: fieldsOf(values), references: held, absent: null }, hold);
    },
    hasLargeIntegers: true,
    hasFloatDates: true,
    hasDenseArrays: true,
    hasValuesAsMapKeys: true,
    waitingIsTimed: false,
  };

  function enterTable<T>(work: () => T): T {
    return session.enter(work, { name: 'table handle', isUsed: true });
  }

  function fieldsOf(values: HeldValues): Pick<HeldValues, 'getField' | 'setField' | 'names'> {
    return {
      getField: (...args) => enterTable(() => values.getField(...args)),
      setField: (...args) => enterTable(() => values.setField(...args)),
      names: (...args) => enterTable(() => values.names(...args)),
    };
  }
}
