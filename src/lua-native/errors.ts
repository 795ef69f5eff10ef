import {
  LuaConversionError,
  LuaError,
  LuaOptionError,
  LuaStateError,
  LuaSyntaxError,
  TidelockError,
} from '../bridge/errors.ts';
import { LuaLimitError } from '../limits/limit-error.ts';

export const closed = () => new Error('the Lua context has been closed');
export const busy = () => new Error('Lua context is busy with an async operation');

/** What a conversion refuses, in the words that programs know. */
const conversions: readonly (readonly [RegExp, (subject: string, found: RegExpExecArray) => string])[] = [
  [/^this value has been released/, (subject) => `${subject} has been released`],
  [/^this value belongs to a different/, (subject) => `${subject} belongs to a different Lua context`],
  [
    /^this value belongs to a state that was reset/,
    (subject) => `${subject} is no longer valid: its Lua state was replaced by reset(); acquire a new handle`,
  ],
  [/^a symbol cannot/, () => 'Symbol values cannot be passed to Lua: they have no Lua representation'],
  [
    /^(-?\d+)n does not fit/,
    (_, [, figure]) => `BigInt ${figure} is out of range: a Lua integer is a signed 64-bit integer`,
  ],
  [
    /^cannot pass a table that contains itself/,
    () =>
      'nesting depth exceeds the maximum: a table that contains itself (a circular reference) cannot be copied',
  ],
  [/nested deeper than (\d+)/, (_, [, most]) => `nesting depth exceeds the maximum of ${most} levels`],
  [
    /^strict conversion: (?:null|undefined) in an array .*\(at (.*)\[(\d+)\]\)$/,
    (_, [, place, index]) =>
      `strict conversion: null/undefined at array index ${index}${place && ` of ${place}`} becomes a Lua nil, ` +
      'which ends the sequence there: filter the array, or use false as a present placeholder',
  ],
  [
    /^strict conversion: (?:null|undefined) as a value .*\(at (.*)\.(.*)\)$/,
    (_, [, place, key]) =>
      `strict conversion: null/undefined at object key "${key}"${place && ` of ${place}`} becomes a Lua nil, ` +
      'which removes the key: leave the key out, or use false as a present placeholder',
  ],
  [
    /^strict conversion: the table keys (.*) \(a number\)/,
    (_, [, key]) =>
      `strict conversion: the Lua table keys ${key} (number) and "${key}" (string) both become the JavaScript ` +
      `property "${key}", so one value would be lost: read the table in place with get_global_ref() to keep both`,
  ],
];

/**
 * An error as lua-native would have thrown it: a plain `Error`, whose message has the Lua stack. Its `cause` is the
 * error of Tidelock's, with its `code`. What the host itself threw arrives as it is.
 * @param subject what a handle is called in messages
 */
export function translate(error: unknown, subject: string): unknown {
  if (!(error instanceof TidelockError)) return error;
  const options = { cause: error };
  if (error instanceof LuaLimitError && error.resource === 'aborted') {
    return new Error('execution cancelled', options);
  }
  if (error instanceof LuaSyntaxError) return new Error(error.message, options);
  if (error instanceof LuaError) return new Error(withTraceback(error), options);
  if (error instanceof LuaConversionError)
    return new Error(conversionMessage(error.message, subject), options);
  if (error instanceof LuaOptionError) return new TypeError(error.message, options);
  if (error instanceof LuaStateError && /busy with an asynchronous/.test(error.message)) return busy();
  return new Error(error.message, options);
}

function withTraceback({ message, traceback }: LuaError): string {
  const said = message.startsWith('cannot pass ') ? conversionMessage(message, 'value') : message;
  return traceback === '' ? said : `${said}\n${traceback}`;
}

function conversionMessage(message: string, subject: string): string {
  for (const [pattern, rewrite] of conversions) {
    const found = pattern.exec(message);
    if (found) return rewrite(subject, found);
  }
  return message;
}
