import { type Distribution, LuaContext, LuaExecutor } from 'tidelock';

const script = 'return 1 + 1';

/** Microseconds per script in one context, on the calling thread. */
export interface InProcess {
  /** Of the script alone. */
  readonly script: number;
  /** Of the script in a state that is set back after each. */
  readonly clean: number;
  /** Of setting a state back: the difference. */
  readonly reset: number;
}

export interface Throughput {
  readonly workers: number;
  readonly scriptsPerSecond: number;
  /** Milliseconds. */
  readonly queueTime: Distribution;
  readonly runTime: Distribution;
}

export interface Overhead {
  readonly interval: number | 'auto';
  readonly ms: number;
  /** Above the same script without limits, in per cent. */
  readonly percent: number;
}

/** The minima of some rounds in which both take turns. */
export function measureInProcess(rounds: number): InProcess {
  using kept = new LuaContext({}, { profile: 'strict' });
  using set = new LuaContext({}, { profile: 'strict' });
  const count = 2_000;
  const timePer = (run: () => void) => {
    const started = performance.now();
    for (let i = 0; i < count; i++) run();
    return ((performance.now() - started) * 1000) / count;
  };
  const times = Array.from({ length: rounds }, () => ({
    script: timePer(() => kept.executeScript(script)),
    clean: timePer(() => {
      set.executeScript(script);
      set.reset();
    }),
  }));
  const least = (of: 'script' | 'clean') => Math.min(...times.map((time) => time[of]));
  return { script: least('script'), clean: least('clean'), reset: least('clean') - least('script') };
}

/** The best of some rounds, each with an executor of its own, whose workers are warm. */
export async function measureThroughput(workers: number, rounds: number, count: number): Promise<Throughput> {
  const found: Throughput[] = [];
  for (let round = 0; round < rounds; round++) {
    await using executor = new LuaExecutor({ poolSize: workers, securityLevel: 'strict' });
    await submit(executor, workers, count / 4);
    const started = performance.now();
    await submit(executor, workers, count);
    const seconds = (performance.now() - started) / 1000;
    const { queueTime, runTime } = executor.stats();
    found.push({ workers, scriptsPerSecond: count / seconds, queueTime, runTime });
  }
  return found.reduce((best, one) => (one.scriptsPerSecond > best.scriptsPerSecond ? one : best));
}

/** Four scripts for each worker are under way or wait at any time. */
async function submit(executor: LuaExecutor, workers: number, count: number): Promise<void> {
  let left = count;
  const feed = async () => {
    while (left-- > 0) await executor.execute(script);
  };
  await Promise.all(Array.from({ length: 4 * workers }, feed));
}

const busy = `
  local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
  local t = {}
  for i = 1, 3000 do t[i % 100] = fib(5) + i end
  return t[1]`;

/** The cost of looking at the limits every so many instructions; the minima of rounds in which all take turns. */
export function measureOverhead(intervals: readonly (number | 'auto')[], rounds: number): Overhead[] {
  const free = { profile: 'unlimited', limits: { checkInterval: 1e9 } } as const;
  const limits = { maxInstructions: 1e9, maxMemory: '50MB', timeout: '30s', warningThreshold: 0.9 };
  const lanes = [free, ...intervals.map((checkInterval) => ({ limits: { ...limits, checkInterval } }))];
  using lua = new LuaContext();
  const least = lanes.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round <= rounds; round++) {
    for (const [lane, options] of lanes.entries()) {
      const started = performance.now();
      lua.executeScript(busy, options);
      if (round > 0) least[lane] = Math.min(least[lane] as number, performance.now() - started);
    }
  }
  const [base = 0, ...others] = least;
  return others.map((ms, i) => ({
    interval: intervals[i] as number | 'auto',
    ms,
    percent: 100 * (ms / base - 1),
  }));
}
