import { type CpuProfile, LuaContext, type LuaResult, type Usage } from 'tidelock';
import { globalNames, type Holding, takeCensus } from './census.ts';
import { chunkName } from './error-lines.ts';
import type { Limits } from './limits.ts';

/** Bytes of Lua heap at a moment of the execution. */
export interface HeapSample {
  /** Milliseconds since the start. */
  readonly time: number;
  readonly bytes: number;
}

/** What became of a script. */
export interface Outcome {
  readonly result?: LuaResult;
  /** Present if the script did not end well; undefined can be thrown too. */
  readonly failure?: { readonly error: unknown };
  readonly usage: Usage;
  readonly limits: Limits;
  readonly profile: CpuProfile | undefined;
  readonly heap: readonly HeapSample[];
  readonly holdings: readonly Holding[] | undefined;
}

export interface Page {
  print(text: string): void;
  clear(): void;
  /** The script is between two slices: time for a look. */
  progress(sample: HeapSample): void;
}

/** Runs a script in this page, which lives on meanwhile: in slices, with the page's own events between them. */
export async function run(source: string, limits: Limits, page: Page, signal: AbortSignal): Promise<Outcome> {
  const lua = await createContext(limits, page);
  const known = globalNames(lua);
  const start = performance.now();
  const heap: HeapSample[] = [{ time: 0, bytes: lua.getMemoryUsage() }];
  const look = () => {
    const sample = { time: performance.now() - start, bytes: lua.getMemoryUsage() };
    heap.push(sample);
    page.progress(sample);
    frame = requestAnimationFrame(look);
  };
  let frame = requestAnimationFrame(look);
  let end: Pick<Outcome, 'result' | 'failure'>;
  try {
    end = { result: await lua.executeScriptAsync(source, { chunkName: `=${chunkName}`, signal }) };
  } catch (error) {
    end = { failure: { error } };
  }
  cancelAnimationFrame(frame);
  const { usage, cpuProfile: profile } = lua;
  heap.push({ time: usage.wallTime, bytes: lua.getMemoryUsage() });
  const outcome = { ...end, usage, limits, profile, heap, holdings: await takeCensus(lua, known) };
  lua.dispose();
  return outcome;
}

function createContext({ instructions, memory, time }: Limits, page: Page): Promise<LuaContext> {
  const globals = {
    clear: () => page.clear(),
    wait: (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
  };
  return LuaContext.create(globals, {
    maxInstructions: instructions,
    maxMemory: memory,
    timeout: time,
    checkInterval: 'auto',
    enableProfiling: true,
    print: (...values) => page.print(values.join('\t')),
  });
}
