import { LuaContext, type LuaFunction, LuaLimitError, type ScriptLimits } from '../../src/index.ts';
import type { Outcome } from '../native/reference.ts';
import type { Random } from './random.ts';

/** What a program did in Tidelock. */
export interface Run extends Outcome {
  readonly instructions: number;
}

const generous: ScriptLimits = { maxInstructions: 3e8, maxMemory: '96MB', timeout: '60s' };
const tight: ScriptLimits = { maxInstructions: 3e6, maxMemory: '96MB', timeout: '60s' };

/** Contexts in which programs run one after another, each from a fresh state, in several ways. */
export class TidelockModes {
  private output = '';
  private readonly lua: LuaContext = new LuaContext(
    { callFromHost: (f: LuaFunction) => f() },
    {
      libraries: 'all',
      allowBytecode: true,
      profile: 'unlimited',
      seed: 1,
      print: (...values) => {
        this.output += `${values.join('\t')}\n`;
      },
    },
  );

  /** Without any limit. */
  free(program: string): Run {
    return this.run(() => this.lua.executeScript(program, { chunkName: '=chunk' }));
  }

  /** With every limit on, looked at in one of many rhythms. */
  limited(program: string, random: Random): Run {
    const checkInterval = random.pick([1, 2, 7, 100, 'auto'] as const);
    const limits = { ...generous, checkInterval, warningThreshold: random.pick([0, 0.0001, 0.9]) };
    return this.run(() => this.lua.executeScript(program, { chunkName: '=chunk', limits }));
  }

  /** From a host function that a script called. */
  nested(program: string): Run {
    const script = `local f, m = load(..., '=chunk') if f then callFromHost(f) else error(m, 0) end`;
    return this.run(() => this.lua.executeScript(script, { args: [program], chunkName: '=outer' }));
  }

  /** For a program that takes too much: it must end all the same. */
  ended(program: string): Run {
    return this.run(() => this.lua.executeScript(program, { chunkName: '=chunk', limits: tight }));
  }

  private run(execute: () => unknown): Run {
    const { lua } = this;
    lua.reset();
    this.output = '';
    let how: Outcome['how'] = 'returned';
    try {
      execute();
    } catch (error) {
      how = error instanceof LuaLimitError ? 'given up' : 'error';
      this.output += `${(error as Error).message}\n`;
    }
    return { how, output: this.output, instructions: lua.usage.instructions };
  }
}
