import { expectTypeOf, test } from 'vitest';
import type { GcMode, HookEvent, LocalVariable, LuaContext, StackFrame } from '../../src/index.ts';

/** Checked by the compiler (`npm run typecheck`); never run. */

declare const lua: LuaContext;

test('each command of the collector has arguments and a result of its own', () => {
  expectTypeOf(lua.gc('count')).toBeNumber();
  expectTypeOf(lua.gc('collect')).toBeNumber();
  expectTypeOf(lua.gc('isrunning')).toBeBoolean();
  expectTypeOf(lua.gc('step', 1024)).toBeBoolean();
  expectTypeOf(lua.gc('generational')).toEqualTypeOf<GcMode>();
  expectTypeOf(lua.gc('param', 'pause', 200)).toBeNumber();
  // @ts-expect-error no such command
  lua.gc('purge');
  // @ts-expect-error no such parameter
  lua.gc('param', 'speed');
  // @ts-expect-error takes no argument
  lua.gc('collect', 1);
});

test('a hook is told the event, the line and the name', () => {
  lua.setHook(
    (event, line, name) => {
      expectTypeOf(event).toEqualTypeOf<HookEvent>();
      expectTypeOf(line).toBeNumber();
      expectTypeOf(name).toBeString();
    },
    { call: true, return: true, line: true, count: 1000 },
  );
  // @ts-expect-error no such event
  lua.setHook(() => {}, { lines: true });
});

test('the stack and the variables cannot be written to', () => {
  expectTypeOf(lua.getStack()).toEqualTypeOf<readonly StackFrame[]>();
  expectTypeOf(lua.getLocals(0)).toEqualTypeOf<readonly LocalVariable[]>();
});
