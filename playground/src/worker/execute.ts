import { LuaContext, type LuaResult } from 'tidelock';
import { chunkName } from '../error-lines.ts';
import type { Limits } from '../limits.ts';
import type { HeapSample, Outcome, Script } from '../messages.ts';
import { globalNames, takeCensus } from './census.ts';
import { describeFailure } from './failure.ts';
import { formatResult } from './lua-text.ts';

/** Between two looks at the heap, in milliseconds. */
const interval = 16;

export interface Output {
  print(text: string): void;
  clear(): void;
  /** The script is between two slices: time for a look. */
  sample(sample: HeapSample): void;
}

/** Runs a script in slices, so that this thread hears of `signal` meanwhile. */
export async function execute(
  { source, limits }: Script,
  output: Output,
  signal: AbortSignal,
): Promise<Outcome> {
  using lua = await createContext(limits, output);
  const known = globalNames(lua);
  const start = performance.now();
  const heap: HeapSample[] = [{ time: 0, bytes: lua.getMemoryUsage() }];
  const timer = setInterval(() => {
    const sample = { time: performance.now() - start, bytes: lua.getMemoryUsage() };
    heap.push(sample);
    output.sample(sample);
  }, interval);
  const end = await endOf(lua.executeScriptAsync(source, { chunkName: `=${chunkName}`, signal }));
  clearInterval(timer);
  const { usage, cpuProfile: profile } = lua;
  heap.push({ time: usage.wallTime, bytes: lua.getMemoryUsage() });
  return { ...end, usage, limits, profile, heap, holdings: await takeCensus(lua, known) };
}

async function endOf(execution: Promise<LuaResult>): Promise<Pick<Outcome, 'result' | 'failure'>> {
  try {
    const result = await execution;
    return result === undefined ? {} : { result: formatResult(result) };
  } catch (error) {
    return { failure: describeFailure(error) };
  }
}

function createContext({ instructions, memory, time }: Limits, output: Output): Promise<LuaContext> {
  const globals = {
    clear: () => output.clear(),
    wait: (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
  };
  return LuaContext.create(globals, {
    maxInstructions: instructions,
    maxMemory: memory,
    timeout: time,
    checkInterval: 'auto',
    enableProfiling: true,
    print: (...values) => output.print(values.join('\t')),
  });
}
