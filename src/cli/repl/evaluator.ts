import {
  LuaContext,
  type LuaContextOptions,
  LuaConversionError,
  type LuaFunction,
  LuaLimitError,
  type Usage,
} from '../../index.ts';
import { formatValue } from '../format.ts';
import type { Source } from '../source.ts';
import { readTyped, syntaxError, type Typed } from './chunk.ts';
import { namesSource, showSource } from './helpers.ts';
import type { ReplLimits } from './limits.ts';

/** The name of what is typed, in messages. */
const typedName = '=stdin';

/** What the helpers are written with. */
const needed = ['base', 'string', 'table'] as const;

/** The Lua state of a session: what was typed runs in it, and is shown. */
export class Evaluator {
  private readonly lua: LuaContext;
  /** Absent without the libraries that they need. */
  private show: LuaFunction | undefined;
  private names: LuaFunction | undefined;
  private running: AbortController | undefined;

  constructor(options: LuaContextOptions) {
    this.lua = new LuaContext({}, options);
    this.makeHelpers();
  }

  /** The limits that the session begins with. */
  get limits(): ReplLimits {
    return this.lua.info().limits;
  }

  get usage(): Usage {
    return this.lua.usage;
  }

  read(text: string): Typed {
    return readTyped(this.lua, text, typedName);
  }

  /** Runs a chunk, in slices, so that it can be interrupted. @returns its results as text, '' for none */
  async run(body: string, limits: ReplLimits, chunkName = typedName): Promise<string> {
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      if (!this.show)
        return this.describe(await this.lua.executeScriptAsync(body, { chunkName, limits, signal }));
      const source = `return (...)((function(...) ${body}\nend)())`;
      const options = { chunkName, limits, signal, args: [this.show] };
      return (await this.lua.executeScriptAsync<string | undefined>(source, options)) ?? '';
    } finally {
      this.running = undefined;
    }
  }

  /** Runs a file as a chunk. @throws LuaSyntaxError if it is not Lua */
  runFile({ bytes, chunkName }: Source, limits: ReplLimits): Promise<string> {
    const text = new TextDecoder().decode(bytes);
    const error = syntaxError(this.lua, text, chunkName);
    if (error) throw error;
    return this.run(text, limits, chunkName);
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  interrupt(): void {
    this.running?.abort();
  }

  /** The names of the fields of what a dotted path leads to, of the globals for an empty one: some if they are many. */
  fieldNames(path: string): readonly string[] {
    if (!this.names || this.running) return [];
    try {
      return String(this.names(path)).split('\n').filter(Boolean);
    } catch {
      return []; // it has the limits of the session, which may be narrow
    }
  }

  /** After an error: some ends cost the state. @returns whether this one did, and the state begins anew */
  recover(error: unknown): boolean {
    if (!(error instanceof LuaLimitError) || !this.names) return false;
    try {
      this.names('');
      return false;
    } catch (failure) {
      if (!(failure instanceof LuaConversionError)) return false; // the function itself is still there
      this.makeHelpers();
      return true;
    }
  }

  reset(): void {
    this.lua.reset();
    this.makeHelpers();
  }

  dispose(): void {
    this.lua.dispose();
  }

  private makeHelpers(): void {
    const { libraries } = this.lua.info();
    if (!needed.every((library) => libraries.includes(library))) return;
    const make = (source: string) => this.lua.executeScript<LuaFunction>(source, { profile: 'unlimited' });
    this.show = make(showSource);
    this.names = make(namesSource);
  }

  private describe(result: unknown): string {
    if (result === undefined) return '';
    return (Array.isArray(result) ? result : [result]).map(formatValue).join('\n');
  }
}
