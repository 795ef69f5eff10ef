import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LuaContext, LuaLimitError, type ScriptLimits } from '../../src/index.ts';
import { openContext } from '../support/contexts.ts';
import { luaProgram } from '../support/lua-program.ts';
import { caughtFrom } from '../support/thrown.ts';

const generous = { maxInstructions: 1e9, maxMemory: '500MB', timeout: '1h' } as const;
const intervals = [1, 7, 1_000, 'auto'] as const;

/** What a program does in a fresh context when it is executed under these limits: its count, its peak, and its result or error. */
function outcome(program: string, limits: ScriptLimits) {
  const lua = new LuaContext({}, { profile: 'unlimited', seed: 1, print: () => {} });
  let result: unknown;
  const error = caughtFrom(() => {
    result = lua.executeScript(program, { chunkName: '=program', limits });
  });
  const { instructions, peakMemory } = lua.usage;
  return { instructions, peakMemory, result: error === undefined ? result : String(error) };
}

test('the count of a program depends neither on limits nor on how often they are looked at', () => {
  fc.assert(
    fc.property(luaProgram, (program) => {
      const free = outcome(program, {});
      for (const checkInterval of intervals) {
        expect(outcome(program, { ...generous, checkInterval })).toEqual(free);
      }
    }),
    { numRuns: 100 },
  );
});

const allocating = 'local t = {} for i = 1, 1000 do t[i] = { i } end';

test('the count of a program does not depend on a warning that it does not listen to', () => {
  const limits = { ...generous, maxMemory: '1MB', warningThreshold: 0.02 };
  expect(outcome(allocating, limits)).toEqual(outcome(allocating, {}));
});

test('the count of a program with warnings does not depend on how often it is looked at', () => {
  const limits = { ...generous, maxMemory: '1MB', warningThreshold: 0.01 };
  const counts = intervals.map((checkInterval) => outcome(allocating, { ...limits, checkInterval }));
  for (const count of counts) expect(count).toEqual(counts[0]);
});

test('a program that is ended within ends at the same figure however often it is looked at', () => {
  fc.assert(
    fc.property(luaProgram, fc.double({ min: 0, max: 1, noNaN: true }), (program, part) => {
      const { instructions } = outcome(program, {});
      const limits = { ...generous, maxInstructions: Math.max(1, Math.floor(instructions * part)) };
      const ends = intervals.map((checkInterval) => outcome(program, { ...limits, checkInterval }));
      for (const end of ends) expect(end).toEqual(ends[0]);
    }),
    { numRuns: 100 },
  );
});

test('the count of a program with a debug hook does not depend on how often it is looked at', () => {
  const hook = 'debug.sethook(function() end, "crl", 3)\n';
  fc.assert(
    fc.property(luaProgram, (program) => {
      const counts = intervals.map((checkInterval) => {
        const lua = openContext();
        caughtFrom(() => lua.executeScript(hook + program, { limits: { ...generous, checkInterval } }));
        return lua.usage.instructions;
      });
      expect(new Set(counts).size).toBe(1);
    }),
    { numRuns: 30 },
  );
});

test('a program that is allowed one instruction more than it needs runs to its end', () => {
  fc.assert(
    fc.property(luaProgram, (program) => {
      const free = outcome(program, {});
      expect(outcome(program, { maxInstructions: free.instructions + 1 })).toEqual(free);
    }),
    { numRuns: 50 },
  );
});

test('whatever a program was ended in the midst of, its context works', () => {
  fc.assert(
    fc.property(luaProgram, fc.nat(20_000), (program, maxInstructions) => {
      const lua = new LuaContext({}, { profile: 'unlimited' });
      const error = caughtFrom(() => lua.executeScript(program, { limits: { maxInstructions } }));
      if (error instanceof LuaLimitError) {
        expect(lua.executeScript('collectgarbage() return select("#", table.unpack({ 1, 2 }))')).toBe(2);
      }
    }),
    { numRuns: 100 },
  );
});
