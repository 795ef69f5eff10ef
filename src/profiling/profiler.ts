import type { Engine } from '../engine/engine.ts';
import { CallTree } from './call-tree.ts';
import type { CpuProfile } from './cpu-profile.ts';
import { sampleStack } from './stack-sampler.ts';

/** With more samples than this every second one is left out, and from then on half as many are taken. */
const mostSamples = 2 ** 16;

/** Samples the Lua stack during one execution, whenever the governor looks. */
export class Profiler {
  private readonly engine: Engine;
  private readonly tree = new CallTree();
  private readonly startTime = performance.now();
  private samples: Sample[] = [];
  private lastTime = this.startTime;
  private lastInstructions = 0;
  /** A sample is taken at every look of this many. */
  private stride = 1;
  private looks = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /**
   * @param instructions used since the start of the execution
   * @param now milliseconds
   */
  take(instructions: number, now: number): void {
    if (++this.looks % this.stride !== 0) return;
    const stack = sampleStack(this.engine);
    const id = this.tree.find(stack);
    this.tree.charge(id, instructions - this.lastInstructions);
    this.samples.push({ id, line: stack.at(-1)?.line ?? 0, time: now - this.lastTime });
    this.lastInstructions = instructions;
    this.lastTime = now;
    if (this.samples.length >= mostSamples) this.thinOut();
  }

  /** The script goes on after it has been suspended: what has passed meanwhile is nobody's. */
  resume(now: number): void {
    this.lastTime = now;
  }

  finish(): CpuProfile {
    for (const { id, line } of this.samples) this.tree.tick(id, line);
    return {
      nodes: this.tree.toNodes(),
      startTime: microseconds(this.startTime),
      endTime: microseconds(performance.now()),
      samples: this.samples.map(({ id }) => id),
      timeDeltas: this.samples.map(({ time }) => microseconds(time)),
    };
  }

  private thinOut(): void {
    this.samples = this.samples.flatMap((sample, i) => {
      const left = this.samples[i - 1];
      return i % 2 === 1 && left ? [{ ...sample, time: left.time + sample.time }] : [];
    });
    this.stride *= 2;
  }
}

interface Sample {
  readonly id: number;
  readonly line: number;
  /** Milliseconds since the one before. */
  readonly time: number;
}

function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}
