import {
  LuaConversionError,
  LuaError,
  LuaOptionError,
  LuaStateError,
  LuaSyntaxError,
  TidelockError,
} from '../bridge/errors.ts';
import { typeName } from '../bridge/type-name.ts';
import { maxDepth } from '../engine/abi.ts';
import { LuaLimitError } from '../limits/limit-error.ts';
import { unshowable } from './thrown-text.ts';

export const closed = (what = '') => new Error(`${what}the Lua context has been closed`);
export const busy = () => new Error('Lua context is busy with an async operation');

/** How a value is being used that may be of another state: as what messages call it. */
export interface Subject {
  readonly name: string;
  /** Whether it is that which is called, read or changed, and not passed to something else. */
  readonly isUsed?: boolean;
}

const lossless = 'Read the table in place with get_global_ref()';

/** What a conversion refuses, in the words that programs know. */
const conversions: readonly (readonly [RegExp, (subject: Subject, found: RegExpExecArray) => string])[] = [
  [/^this value has been released/, ({ name }) => `${name} has been released`],
  [/^this value belongs to a different/, ({ name }) => `${name} belongs to a different Lua context`],
  [/^this value belongs to a state that was reset/, (subject) => ofFormerState(subject)],
  [/^a symbol cannot/, () => 'Cannot convert a JavaScript Symbol to a Lua value'],
  [/^-?\d+n does not fit/, () => 'BigInt value is out of range for a 64-bit Lua integer'],
  [
    /^an object that contains itself/,
    () =>
      'Value contains a circular reference, which Lua tables cannot represent; break the cycle before passing it in',
  ],
  [
    /^cannot pass a table that contains itself|nested deeper than \d+/,
    () => `Value nesting depth exceeds the maximum of ${maxDepth} levels`,
  ],
  [
    /^strict conversion: (?:null|undefined) in an array .*\[(\d+)\]\)$/,
    (_, [, index]) =>
      `strict conversion: null/undefined at array index ${index} becomes a Lua nil, which ends the sequence there ` +
      '\u2014 #t and ipairs would stop before the later elements. Filter the array, or use false as a present placeholder.',
  ],
  [
    /^strict conversion: (?:null|undefined) as a value .*\.([^.]*)\)$/,
    (_, [, key]) =>
      `strict conversion: null/undefined at key "${key}" becomes a Lua nil, which removes the key rather than ` +
      'storing a value \u2014 the key would be absent, not nil. Omit it, or use false.',
  ],
  [
    /^strict conversion: the table keys (.*) \(a number\)/,
    (_, [, key]) =>
      `strict conversion: the Lua table keys ${key} (number) and "${key}" (string) both become the JavaScript ` +
      `property "${key}", so one value would be lost. ${lossless} to keep both.`,
  ],
  [
    /^strict conversion: a table key of type (\w+)/,
    (_, [, type]) =>
      `strict conversion: a Lua table key of type '${type}' would be dropped converting this table to JavaScript, ` +
      `which can only key an object by string or number. ${lossless} to keep such keys.`,
  ],
  [
    /^strict conversion: a table key that is not UTF-8/,
    () =>
      'strict conversion: a Lua table key containing bytes that are not valid UTF-8 has each of them replaced with ' +
      'U+FFFD when it becomes a JavaScript property name, so two distinct keys can collapse into one and a value ' +
      `would be lost. ${lossless} \u2014 handle.pairs() converts keys as values, so with binaryStrings they arrive ` +
      'as exact bytes.',
  ],
];

function ofFormerState(subject: Subject): string {
  if (!subject.isUsed) return `${subject.name} belongs to a different Lua context`;
  return unusable(subject, 'its Lua state was replaced by reset(); acquire a new handle');
}

function unusable({ name }: Subject, reason: string): string {
  return `${name.startsWith('Lua ') ? name : `Lua ${name}`} is not usable: ${reason}`;
}

/** The context is closed, of which this is something or which this was to enter. */
export function closedTo(subject: Subject): Error {
  return subject.isUsed ? new Error(unusable(subject, 'its Lua context has been closed')) : closed();
}

/**
 * An error as lua-native would have thrown it: a plain `Error`, whose message has the Lua stack. Its `cause` is the
 * error of Tidelock's, with its `code`. What the host itself threw arrives as it is.
 */
export function translate(error: unknown, subject: Subject): unknown {
  if (!(error instanceof TidelockError)) return error;
  const options = { cause: error };
  if (error instanceof LuaLimitError && error.resource === 'aborted') {
    return new Error('execution cancelled', options);
  }
  if (error instanceof LuaLimitError) return new Error(limitMessage(error), options);
  if (isThrownByHost(error)) return error.value;
  if (error instanceof LuaSyntaxError) return new Error(error.message, options);
  if (error instanceof LuaError) return new Error(withTraceback(error), options);
  if (error instanceof LuaConversionError)
    return new Error(conversionMessage(error.message, subject), options);
  if (error instanceof LuaOptionError && error.message.startsWith('maxMemory')) {
    return new Error(`Failed to create Lua state: ${error.message}`, options);
  }
  if (error instanceof LuaOptionError) return new TypeError(error.message, options);
  if (error instanceof LuaStateError && /busy with an asynchronous/.test(error.message)) return busy();
  return new Error(error.message, options);
}

/** Does something whose errors are lua-native's. */
export function translated<T>(work: () => T, subject: Subject): T {
  try {
    return work();
  } catch (error) {
    throw translate(error, subject);
  }
}

/** The figures are its cause's; lua-native has no stack of what ended for want of memory. */
function limitMessage(error: LuaLimitError): string {
  const said = textOf(error);
  return error.resource === 'memory' || !error.traceback ? said : `${said}\n${error.traceback}`;
}

/** What an error says, without a stack. */
export function textOf(error: unknown): string {
  if (error instanceof LuaLimitError) return error.message.slice(0, error.message.indexOf(':'));
  return messageOf(isThrownByHost(error) ? error.value : error);
}

/** An object that a host function threw arrives as itself, like an error. */
function isThrownByHost(error: unknown): error is LuaError {
  return error instanceof LuaError && error.cause !== undefined && error.cause === error.value;
}

/** The message of any object, or its text. */
function messageOf(thrown: unknown): string {
  try {
    const { message } = thrown as { message?: unknown };
    return typeof message === 'string' && message !== '' ? message : String(thrown);
  } catch {
    return unshowable;
  }
}

/** An error value without a text of its own is told by its type. */
function describe(message: string, value: unknown): string {
  if (message === '<no error object>') return '(error object is a nil value)';
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const hasText = typeof value !== 'boolean' && !/: (?:builtin: )?0x[0-9a-f]+$/.test(message);
  return isText || hasText || value instanceof Uint8Array
    ? message
    : `(error object is a ${typeName(value)} value)`;
}

/** Where a promise cannot be waited for, Lua knows but that it cannot yield. */
function withLuasWords(message: string): string {
  const isWait = message.startsWith('cannot wait for a promise inside ');
  return isWait ? `attempt to yield across a C-call boundary: ${message}` : message;
}

function isConversion(message: string): boolean {
  return /^(?:cannot pass |strict conversion: )/.test(message);
}

function withTraceback({ message, traceback, value }: LuaError): string {
  const said = isConversion(message)
    ? conversionMessage(message, { name: 'value' })
    : withLuasWords(describe(message, value));
  return traceback === '' ? said : `${said}\n${traceback}`;
}

export function conversionMessage(message: string, subject: Subject): string {
  for (const [pattern, rewrite] of conversions) {
    const found = pattern.exec(message);
    if (found) return rewrite(subject, found);
  }
  return message;
}
