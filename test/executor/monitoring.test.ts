import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterEach, describe, expect, test } from 'vitest';
import { executionReport, type LuaExecutor, LuaLimitError, LuaWorkerError } from '../../src/index.ts';
import { hostModule, openExecutor, rejectionOf } from './executors.ts';

const spin = 'while true do end';

/** One good script, one of each end, and a worker that is replaced. */
async function runAll(executor: LuaExecutor): Promise<void> {
  await executor.execute('for i = 1, 1000 do end');
  await executor.execute('error("x")').catch(() => {});
  await executor.execute(spin).catch(() => {});
  await executor.execute('return ("x"):rep(1e8)').catch(() => {});
  await executor.execute(spin, { signal: AbortSignal.abort() }).catch(() => {});
  await executor.execute('hang()', { limits: { timeout: 500 } }).catch(() => {});
}

const ends = { ok: 1, error: 1, instructions: 1, memory: 1, aborted: 1, time: 1, worker: 0, refused: 0 };

describe('stats', () => {
  test('count executions by their ends, and tell of times, instructions and memory', async () => {
    const executor = openExecutor({ hostModule, securityLevel: 'strict' });
    await runAll(executor);
    const stats = executor.stats();
    expect(stats).toMatchObject({
      poolSize: 1,
      running: 0,
      queued: 0,
      executions: 6,
      ends,
      workersReplaced: 1,
    });
    expect(stats.runTime.count).toBe(5);
    expect(stats.queueTime.count).toBe(5);
    expect(stats.instructions).toMatchObject({ count: 4, max: 1_000_000 });
    expect(stats.peakMemory.max).toBeLessThanOrEqual(10 * 2 ** 20);
    expect(stats.runTime.min).toBeLessThanOrEqual(stats.runTime.p50);
    expect(stats.runTime.p50).toBeLessThanOrEqual(stats.runTime.p99);
    expect(stats.runTime.p99).toBeLessThanOrEqual(stats.runTime.max);
  });

  test('tell what runs and what waits', async () => {
    const executor = openExecutor();
    await executor.execute('return 1');
    const scripts = [1, 2, 3].map(() => executor.execute('return 1'));
    expect(executor.stats()).toMatchObject({ running: 1, queued: 2 });
    await Promise.all(scripts);
    expect(executor.stats()).toMatchObject({ running: 0, queued: 0 });
  });
});

describe('executionReport', () => {
  test('tells what a script used that failed', async () => {
    const executor = openExecutor({ defaultLimits: { maxInstructions: 10_000, enableProfiling: true } });
    const error = await rejectionOf(LuaLimitError, executor.execute(spin));
    const report = executionReport(error);
    expect(report?.usage.instructions).toBe(10_000);
    expect(report?.warnings).toMatchObject([{ resource: 'instructions' }]);
    expect(report?.profile?.samples.length).toBeGreaterThan(0);
  });

  test('has nothing to tell of other errors', () => {
    expect(executionReport(new Error('x'))).toBe(undefined);
    expect(executionReport(null)).toBe(undefined);
  });
});

describe('profiles', () => {
  test('come with the result where they are asked for', async () => {
    const executor = openExecutor();
    const script = 'local function work() for i = 1, 50000 do end end work()';
    const { profile } = await executor.execute(script, { limits: { enableProfiling: true } });
    expect(profile?.nodes.map(({ callFrame }) => callFrame.functionName)).toContain('work');
    expect(await executor.execute(script)).not.toHaveProperty('profile');
  });
});

describe('enableDebugHook', () => {
  test('tells the last lines that a script passed', async () => {
    const executor = openExecutor({ enableDebugHook: true });
    const script = 'local function f()\n  error("x")\nend\nf()';
    const error = await executor.execute(script).catch((error: unknown) => error);
    expect(executionReport(error)?.trace?.slice(-2)).toEqual([
      { line: 4, name: '' },
      { line: 2, name: 'f' },
    ]);
    const { trace } = await executor.execute('for i = 1, 100 do\n  local x = i\nend\nreturn 1');
    expect(trace).toHaveLength(20);
    expect(trace?.at(-1)).toEqual({ line: 4, name: '' });
    expect((await executor.execute('return 1')).trace).toHaveLength(1);
  });

  test('leaves nothing where it is off', async () => {
    expect(await openExecutor().execute('return 1')).not.toHaveProperty('trace');
  });
});

describe('logger', () => {
  test('is told of limit violations and lost workers, and of nothing else', async () => {
    const entries: [string, string, object][] = [];
    const logger = {
      warn: (message: string, details: object) => entries.push(['warn', message, details]),
      error: (message: string, details: object) => entries.push(['error', message, details]),
    };
    const executor = openExecutor({ hostModule, logger, securityLevel: 'strict' });
    await executor.execute('return 1');
    await executor.execute('error("x")').catch(() => {});
    await executor.execute(spin, { chunkName: '@tenant-7.lua' }).catch(() => {});
    await executor.execute('leave()').catch(() => {});
    expect(entries).toMatchObject([
      [
        'warn',
        expect.stringContaining('instruction limit exceeded'),
        { resource: 'instructions', limit: 1_000_000, chunkName: '@tenant-7.lua' },
      ],
      ['error', expect.any(String), { error: { message: expect.stringContaining('exited') } }],
    ]);
  });
});

test('a logger that throws costs no script its end', async () => {
  const fail = () => {
    throw new Error('the disk is full');
  };
  const executor = openExecutor({ hostModule, logger: { warn: fail, error: fail }, securityLevel: 'strict' });
  await rejectionOf(LuaLimitError, executor.execute(spin));
  await rejectionOf(LuaWorkerError, executor.execute('leave()'));
  expect((await executor.execute('return 1')).value).toBe(1);
});

describe('OpenTelemetry', () => {
  afterEach(() => metrics.disable());

  test('is given counters and histograms', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 });
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
    const executor = openExecutor({ hostModule, securityLevel: 'strict' });
    await runAll(executor);
    await reader.forceFlush();
    const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((s) => s.metrics));
    const points = (name: string) =>
      found.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
    const counted = points('tidelock.executions').map(({ attributes, value }) => [
      attributes['tidelock.end'],
      value,
    ]);
    expect(Object.fromEntries(counted)).toEqual({
      ok: 1,
      error: 1,
      instructions: 1,
      memory: 1,
      aborted: 1,
      time: 1,
    });
    expect(points('tidelock.workers.replaced')).toMatchObject([{ value: 1 }]);
    expect(points('tidelock.queue.time')).toMatchObject([{ value: { count: 5 } }]);
    expect(points('tidelock.run.time')).toMatchObject([{ value: { count: 5 } }]);
    expect(points('tidelock.instructions')).toMatchObject([{ value: { count: 4, max: 1_000_000 } }]);
    expect(points('tidelock.memory.peak')).toMatchObject([{ value: { count: 4 } }]);
    expect(points('tidelock.warnings').length).toBeGreaterThan(0);
  });
});
