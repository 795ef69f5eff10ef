import {
  LuaContext,
  type LuaContextOptions,
  type LuaFunction,
  LuaLimitError,
  type ScriptLimits,
  Snapshot,
} from '../../src/index.ts';
import type { Outcome } from '../native/reference.ts';

/** What a program did in Tidelock. */
export interface Run extends Outcome {
  readonly instructions: number;
}

const generous: ScriptLimits = { maxInstructions: 3e8, maxMemory: '96MB', timeout: '60s' };
const tight: ScriptLimits = { maxInstructions: 3e6, maxMemory: '96MB', timeout: '60s' };
const chunkName = '=chunk';

/** A context in which programs run one after another, each from a fresh state, in several ways. */
export class Tidelock {
  private output = '';
  private lua: LuaContext;
  private readonly globals = { callFromHost: (f: LuaFunction) => f(), wait: () => Promise.resolve() };
  private readonly options: LuaContextOptions;

  /** @param filesystem the folders that programs see */
  constructor(filesystem: NonNullable<LuaContextOptions['filesystem']> = 'deny') {
    const print = (...values: string[]) => {
      this.output += `${values.join('\t')}\n`;
    };
    this.options = { profile: 'unlimited', seed: 1, print, filesystem };
    this.lua = new LuaContext(this.globals, { ...this.options, libraries: 'all', allowBytecode: true });
  }

  /** Without any limit. */
  free(program: string): Run {
    return this.run(() => this.lua.executeScript(program, { chunkName }));
  }

  /** With every limit on. */
  limited(program: string, limits: ScriptLimits): Run {
    return this.run(() => this.lua.executeScript(program, { chunkName, limits: { ...generous, ...limits } }));
  }

  /** From a host function that a script called. */
  nested(program: string): Run {
    const script = `local f, m = load(..., '${chunkName}') if f then callFromHost(f) else error(m, 0) end`;
    return this.run(() => this.lua.executeScript(script, { args: [program], chunkName: '=outer' }));
  }

  /** Asynchronously, in the shortest slices that there are; `instructions` is how many it used at once. */
  async sliced(program: string, instructions: number): Promise<Run> {
    this.lua.reset();
    this.output = '';
    let error: unknown;
    try {
      const limits = { ...generous, maxInstructions: instructions + 10_000, checkInterval: 200 };
      await this.lua.executeScriptAsync(program, { chunkName, limits, sliceMs: 0.01 });
    } catch (caught) {
      error = caught;
    }
    return this.outcome(error);
  }

  /** In a context that was made of the bytes of a snapshot. */
  restored(program: string): Run {
    this.lua.reset();
    const bytes = this.lua.snapshot().toBytes();
    const { lua } = this;
    this.lua = LuaContext.fromSnapshot(Snapshot.fromBytes(bytes), { ...this.options, globals: this.globals });
    const run = this.execute(() => this.lua.executeScript(program, { chunkName, limits: generous }));
    this.lua.dispose();
    this.lua = lua;
    return run;
  }

  /** For a program that takes too much: it must end all the same. */
  ended(program: string): Run {
    return this.run(() => this.lua.executeScript(program, { chunkName, limits: tight }));
  }

  private run(execute: () => unknown): Run {
    this.lua.reset();
    return this.execute(execute);
  }

  private execute(execute: () => unknown): Run {
    this.output = '';
    let error: unknown;
    try {
      execute();
    } catch (caught) {
      error = caught;
    }
    return this.outcome(error);
  }

  private outcome(error: unknown): Run {
    const how = error === undefined ? 'returned' : error instanceof LuaLimitError ? 'given up' : 'error';
    if (error !== undefined) this.output += `${(error as Error).message}\n`;
    return { how, output: this.output, instructions: this.lua.usage.instructions };
  }
}
