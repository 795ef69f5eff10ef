import { holdOf } from '../bridge/references.ts';

/**
 * Checks what is to be released: a second time that is none of its concerns.
 * @throws LuaConversionError unless it is of the present state
 */
export function checkHold(value: object): void {
  const hold = holdOf(value);
  if (hold && !hold.released) hold.owner.check(hold);
}
