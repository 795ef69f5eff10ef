import { metrics } from '@opentelemetry/api';
import type { ResourceWarning, Usage } from '../limits/governor.ts';
import { version } from '../version.ts';
import type { ExecutionEnd } from './statistics.ts';

const seconds = { unit: 's', advice: { explicitBucketBoundaries: times() } };

/** The instruments of OpenTelemetry; without an SDK of the program's they do nothing. */
export class Metrics {
  private readonly meter = metrics.getMeter('tidelock', version);
  private readonly executions = this.meter.createCounter('tidelock.executions', {
    description: 'Executions that have ended, by tidelock.end: ok, error, a limit, worker or refused',
  });
  private readonly warnings = this.meter.createCounter('tidelock.warnings', {
    description: 'Warnings that a limit is near, by tidelock.resource',
  });
  private readonly replacements = this.meter.createCounter('tidelock.workers.replaced', {
    description: 'Workers that were ended, or ended by themselves, and were replaced',
  });
  private readonly queueTime = this.meter.createHistogram('tidelock.queue.time', {
    description: 'Time between execute() and the start',
    ...seconds,
  });
  private readonly runTime = this.meter.createHistogram('tidelock.run.time', {
    description: 'Time between the start and the end',
    ...seconds,
  });
  private readonly instructions = this.meter.createHistogram('tidelock.instructions', {
    description: 'Instructions used by an execution',
    unit: '{instruction}',
    advice: { explicitBucketBoundaries: powers(100, 10, 9) },
  });
  private readonly peakMemory = this.meter.createHistogram('tidelock.memory.peak', {
    description: 'Lua heap at most in use by an execution',
    unit: 'By',
    advice: { explicitBucketBoundaries: powers(2 ** 15, 4, 9) },
  });

  recordEnd(end: ExecutionEnd): void {
    this.executions.add(1, { 'tidelock.end': end });
  }

  recordReplacement(): void {
    this.replacements.add(1);
  }

  /** Milliseconds. */
  recordTimes(queueTime: number, runTime: number): void {
    this.queueTime.record(queueTime / 1000);
    this.runTime.record(runTime / 1000);
  }

  recordUsage({ instructions, peakMemory }: Usage, warnings: readonly ResourceWarning[]): void {
    this.instructions.record(instructions);
    this.peakMemory.record(peakMemory);
    for (const { resource } of warnings) this.warnings.add(1, { 'tidelock.resource': resource });
  }
}

/** From 0.1 ms to 100 s. */
function times(): number[] {
  return [1e-4, 1e-3, 1e-2, 0.1, 1, 10].flatMap((start) => [start, 2.5 * start, 5 * start]).concat(100);
}

function powers(start: number, factor: number, count: number): number[] {
  return Array.from({ length: count }, (_, power) => start * factor ** power);
}
