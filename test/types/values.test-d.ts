import { expectTypeOf, test } from 'vitest';
import {
  type HostFunction,
  LuaContext,
  type LuaCoroutine,
  type LuaFunction,
  type LuaInput,
  type LuaResult,
  type LuaTable,
  type LuaTableHandle,
  type LuaUserdata,
  type LuaValue,
  type PcallResult,
  type ResumeResult,
} from '../../src/index.ts';

/** Checked by the compiler (`npm run typecheck`); never run. */

declare const lua: LuaContext;
declare const handle: LuaTableHandle;
declare const coroutine: LuaCoroutine;

test('results', () => {
  expectTypeOf(lua.executeScript('')).toEqualTypeOf<LuaResult>();
  expectTypeOf(lua.executeScript<number>('')).toEqualTypeOf<number>();
  expectTypeOf(lua.executeScript<[string, number]>('')).toEqualTypeOf<[string, number]>();
  expectTypeOf(lua.executeScript<{ a: string }>('').a).toEqualTypeOf<string>();
  expectTypeOf(lua.executeFile<boolean>('')).toEqualTypeOf<boolean>();
  expectTypeOf(lua.executeScriptIn(handle, '')).toEqualTypeOf<LuaResult>();
  expectTypeOf(lua.executeScriptIn<string>(handle, '')).toEqualTypeOf<string>();
  expectTypeOf(lua.call('f')).toEqualTypeOf<LuaResult>();
  expectTypeOf(lua.call<number>('f', 1, 'x', null, [true])).toEqualTypeOf<number>();
  expectTypeOf(lua.getGlobal('x')).toEqualTypeOf<LuaValue>();
  expectTypeOf(lua.getGlobal<string | null>('x')).toEqualTypeOf<string | null>();
});

test('nothing is any', () => {
  expectTypeOf<LuaValue>().not.toBeAny();
  expectTypeOf<LuaInput>().not.toBeAny();
  expectTypeOf<LuaResult>().not.toBeAny();
  expectTypeOf<LuaTable[string]>().not.toBeAny();
  expectTypeOf(lua.executeScript('')).not.toBeAny();
  expectTypeOf(lua.getGlobal('x')).not.toBeAny();
  expectTypeOf(handle.get('x')).not.toBeAny();
  expectTypeOf(lua.info()).not.toBeAny();
  expectTypeOf(coroutine.resume()).not.toBeAny();
});

test('values', () => {
  expectTypeOf<
    | null
    | boolean
    | number
    | bigint
    | string
    | Uint8Array
    | LuaValue[]
    | LuaTable
    | Map<LuaValue, LuaValue>
    | LuaFunction
    | LuaTableHandle
    | LuaCoroutine
    | LuaUserdata
  >().toEqualTypeOf<LuaValue>();
  expectTypeOf<undefined>().not.toExtend<LuaValue>();
  expectTypeOf<symbol>().not.toExtend<LuaValue>();
});

test('inputs', () => {
  expectTypeOf<LuaValue>().toExtend<LuaInput>();
  expectTypeOf<undefined>().toExtend<LuaInput>();
  expectTypeOf<Date>().toExtend<LuaInput>();
  expectTypeOf<RegExp>().toExtend<LuaInput>();
  expectTypeOf<Error>().toExtend<LuaInput>();
  expectTypeOf<ArrayBuffer>().toExtend<LuaInput>();
  expectTypeOf<Float64Array>().toExtend<LuaInput>();
  expectTypeOf<DataView>().toExtend<LuaInput>();
  expectTypeOf<Set<string>>().toExtend<LuaInput>();
  expectTypeOf<Map<string, number[]>>().toExtend<LuaInput>();
  expectTypeOf<ReadonlyMap<number, ReadonlySet<string>>>().toExtend<LuaInput>();
  expectTypeOf<readonly (string | null)[]>().toExtend<LuaInput>();
  expectTypeOf<{ readonly a: { b: readonly number[] } }>().toExtend<LuaInput>();
  expectTypeOf<(a: number, b: string) => boolean>().toExtend<LuaInput>();
  expectTypeOf<symbol>().not.toExtend<LuaInput>();
  expectTypeOf<Promise<string>>().not.toExtend<LuaInput>();
});

test('functions', () => {
  expectTypeOf<LuaFunction>().toEqualTypeOf<(...args: LuaInput[]) => LuaResult>();
  expectTypeOf<(a: number) => string>().toExtend<HostFunction>();
  expectTypeOf<(a: number, ...rest: string[]) => void>().toExtend<HostFunction>();
  const same = (a: number, b: string) => [a, b] as const;
  const result = lua.pcall(same, 1, 'x');
  expectTypeOf<typeof result>().toEqualTypeOf<PcallResult<readonly [number, string]>>();
  if (!result.ok) expectTypeOf<typeof result.error>().toEqualTypeOf<unknown>();
  // @ts-expect-error an argument that the function does not take
  lua.pcall(same, 1, 2);
});

test('handles', () => {
  expectTypeOf(lua.createTable()).toEqualTypeOf<LuaTableHandle>();
  expectTypeOf(lua.getGlobalRef('t')).toEqualTypeOf<LuaTableHandle>();
  expectTypeOf(handle.get('x')).toEqualTypeOf<LuaValue>();
  expectTypeOf(handle.get<number>('x')).toEqualTypeOf<number>();
  expectTypeOf(handle.getRef('x')).toEqualTypeOf<LuaTableHandle>();
  expectTypeOf(handle.has(1)).toEqualTypeOf<boolean>();
  expectTypeOf(handle.length()).toEqualTypeOf<number>();
  expectTypeOf(handle.pairs()).toEqualTypeOf<[LuaValue, LuaValue][]>();
  expectTypeOf(handle.ipairs()).toEqualTypeOf<[number, LuaValue][]>();
  expectTypeOf(handle.keys()).toEqualTypeOf<LuaValue[]>();
  expectTypeOf(handle).toExtend<Iterable<[LuaValue, LuaValue]>>();
  expectTypeOf(handle).toExtend<Disposable>();
  expectTypeOf(lua).toExtend<Disposable>();
});

test('coroutines', () => {
  expectTypeOf(lua.createCoroutine('')).toEqualTypeOf<LuaCoroutine>();
  expectTypeOf(coroutine.status).toEqualTypeOf<'suspended' | 'running' | 'dead'>();
  expectTypeOf(coroutine.resume(1, 'x')).toEqualTypeOf<ResumeResult>();
  expectTypeOf(coroutine.resume().values).toEqualTypeOf<LuaValue[]>();
  expectTypeOf(coroutine).toExtend<Disposable>();
  expectTypeOf(coroutine).toExtend<Iterable<LuaResult>>();
});

test('what is refused', () => {
  // @ts-expect-error no path
  lua.getGlobal(1);
  // @ts-expect-error an unknown option
  new LuaContext({}, { maxInstruction: 1 });
  // @ts-expect-error an unknown preset
  new LuaContext({}, { libraries: 'everything' });
  // @ts-expect-error neither object nor map
  new LuaContext({}, { tableAs: 'array' });
  // @ts-expect-error read-only
  coroutine.status = 'dead';
  // @ts-expect-error a number is no environment
  lua.executeScriptIn(1, '');
});
