import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaLimitError } from '../../src/index.ts';
import { luaProgram } from '../support/lua-program.ts';
import { waitingProgram } from '../support/waiting-program.ts';

/** How an execution went, as far as it must not depend on slices and promises. */
interface Course {
  readonly outcome: string;
  readonly output: readonly string[];
  readonly instructions: number;
}

/** Where slices end, and how the promises of `wait` are settled, in turn. */
const interleaving = fc.record({
  checkInterval: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 300 })),
  sliceMs: fc.constantFrom(1e-6, 0.05, 8),
  settlements: fc.array(fc.constantFrom('value', 'settled', 'microtask', 'turn', 'timer'), {
    minLength: 1,
    maxLength: 5,
  }),
});

type Interleaving = typeof interleaving extends fc.Arbitrary<infer T> ? T : never;

const settle = {
  value: (value) => value,
  settled: (value) => Promise.resolve(value),
  microtask: async (value) => {
    await undefined;
    return value;
  },
  turn: (value) => new Promise((resolve) => setImmediate(resolve, value)),
  timer: (value) => new Promise((resolve) => setTimeout(resolve, 0, value)),
} satisfies Record<string, (value: unknown) => unknown>;

/** A context whose `wait` and `fail` give values at once, until they are told otherwise. */
class Stage {
  readonly lua: LuaContext;
  output: string[] = [];
  onEmit = () => {};
  private settlements: readonly (keyof typeof settle)[] = ['value'];
  private calls = 0;

  constructor(checkInterval: number | 'auto' = 'auto') {
    this.lua = new LuaContext(
      {
        emit: (...values: unknown[]) => {
          this.output.push(JSON.stringify(values));
          this.onEmit();
        },
        wait: (value: unknown) => this.next(value),
        fail: (reason: unknown) => {
          const found = this.next(reason);
          if (!(found instanceof Promise)) throw reason;
          return found.then((value) => {
            throw value;
          });
        },
      },
      { profile: 'unlimited', seed: 1, checkInterval },
    );
  }

  straight(program: string): Course {
    this.settlements = ['value'];
    return this.courseOf(this.outcomeOf(() => this.lua.executeScript(program, { chunkName: '=program' })));
  }

  async interrupted(
    program: string,
    { sliceMs, settlements }: Interleaving,
    signal?: AbortSignal,
  ): Promise<Course> {
    this.settlements = settlements;
    this.calls = 0;
    const options = { chunkName: '=program', sliceMs, ...(signal && { signal }) };
    const result = this.lua.executeScriptAsync(program, options);
    return this.courseOf(await result.then(this.told, this.toldError));
  }

  private next(value: unknown): unknown {
    const how = this.settlements[this.calls++ % this.settlements.length] as keyof typeof settle;
    return settle[how](value);
  }

  private outcomeOf(run: () => unknown): string {
    try {
      return this.told(run());
    } catch (error) {
      return this.toldError(error);
    }
  }

  private readonly told = (value: unknown): string => `returned ${JSON.stringify(value)}`;

  private readonly toldError = (error: unknown): string => {
    if (error instanceof LuaLimitError) return error.resource;
    return error instanceof LuaError ? error.message : `threw ${String(error)}`;
  };

  private courseOf(outcome: string): Course {
    const { output } = this;
    this.output = [];
    return { outcome, output, instructions: this.lua.usage.instructions };
  }
}

function heldBy(lua: LuaContext): { heldValues: number; heldObjects: number; memory: number } {
  for (let i = 0; i < 3; i++) lua.gc('collect');
  const { heldValues, heldObjects } = lua.info();
  return { heldValues, heldObjects, memory: lua.getMemoryUsage() };
}

const ends = ['signal', 'cancel'] as const;
const runs = 100;

/** How often Lua calls a message handler that fails depends on how deep C calls are (docs/async.md): none does. */
const programWithWholeHandlers = luaProgram.map((program) =>
  program
    .replaceAll('function(m) ', 'function(m) pcall(function() ')
    .replaceAll(' return m end', ' end) return m end'),
);

describe('any interleaving', () => {
  test('of slices gives the same as running straight through', async () => {
    const property = fc.asyncProperty(programWithWholeHandlers, interleaving, async (program, how) => {
      const straight = new Stage().straight(program);
      expect(await new Stage(how.checkInterval).interrupted(program, how)).toEqual(straight);
    });
    await fc.assert(property, { numRuns: runs });
  });

  test('of slices and promises gives the same as running straight through', async () => {
    const property = fc.asyncProperty(waitingProgram, interleaving, async (program, how) => {
      const straight = new Stage().straight(program);
      expect(await new Stage(how.checkInterval).interrupted(program, how)).toEqual(straight);
    });
    await fc.assert(property, { numRuns: runs });
  });

  test('of slices, promises and an abort gives the same, or an abort after the same beginning', async () => {
    const abort = fc.record({ end: fc.constantFrom(...ends), after: fc.nat(30), inTurns: fc.boolean() });
    const property = fc.asyncProperty(
      waitingProgram,
      interleaving,
      abort,
      async (program, how, { end, after, inTurns }) => {
        const straight = new Stage().straight(program);
        const stage = new Stage(how.checkInterval);
        const controller = new AbortController();
        const stop = () => (end === 'cancel' ? stage.lua.cancel() : controller.abort());
        let left = after;
        let isOver = false;
        const countDown = () => {
          if (left-- === 0) stop();
        };
        if (!inTurns) stage.onEmit = countDown;
        const everyTurn = () => {
          countDown();
          if (!isOver && left >= 0) setImmediate(everyTurn);
        };
        if (inTurns) everyTurn();
        const course = await stage.interrupted(program, how, controller.signal);
        isOver = true;
        if (course.outcome === 'aborted') {
          expect(course.output).toEqual(straight.output.slice(0, course.output.length));
        } else {
          expect(course).toEqual(straight);
        }
        expect(stage.lua.isBusy()).toBe(false);
      },
    );
    await fc.assert(property, { numRuns: runs });
  });

  test('leaves no reference behind', async () => {
    const property = fc.asyncProperty(
      waitingProgram,
      interleaving,
      fc.nat(20),
      async (program, how, after) => {
        const stage = new Stage(how.checkInterval);
        const endThrice = async () => {
          for (const count of [after, after + 1, 1000]) {
            let left = count;
            stage.onEmit = () => {
              if (left-- === 0) stage.lua.cancel();
            };
            await stage.interrupted(program, how);
          }
        };
        await endThrice();
        const before = heldBy(stage.lua);
        for (let i = 0; i < 3; i++) await endThrice();
        const { memory, ...held } = heldBy(stage.lua);
        expect(held).toEqual({ heldValues: before.heldValues, heldObjects: before.heldObjects });
        expect(memory - before.memory).toBeLessThan(500);
      },
    );
    await fc.assert(property, { numRuns: runs });
  });
});
