import harbour from '../../examples/harbour.lua?raw';
import catchesEverything from '../examples/catches-everything.lua?raw';
import endlessLoop from '../examples/endless-loop.lua?raw';
import error from '../examples/error.lua?raw';
import life from '../examples/life.lua?raw';
import mandelbrot from '../examples/mandelbrot.lua?raw';
import memoryBomb from '../examples/memory-bomb.lua?raw';
import patternBomb from '../examples/pattern-bomb.lua?raw';
import { defaultLimits, type Limits } from './limits.ts';

export interface Example {
  readonly title: string;
  readonly source: string;
  readonly limits: Limits;
}

interface Group {
  readonly title: string;
  readonly examples: readonly Example[];
}

const example = (title: string, source: string, limits: Partial<Limits> = {}): Example => ({
  title,
  source,
  limits: { ...defaultLimits, ...limits },
});

export const exampleGroups: readonly Group[] = [
  {
    title: 'Programs',
    examples: [
      example('Mandelbrot set', mandelbrot),
      example('Game of life, with a host that waits', life, { time: 20_000 }),
      example('A harbour: 350 lines', harbour),
      example('A mistake, with its traceback', error),
    ],
  },
  {
    title: 'Scripts that mean harm',
    examples: [
      example('An endless loop', endlessLoop, { instructions: 1e10 }),
      example('Catches every error', catchesEverything, { instructions: 1e8 }),
      example('A memory bomb', memoryBomb, { memory: 2 * 2 ** 20 }),
      example('A pattern bomb', patternBomb, { instructions: 5e7 }),
    ],
  },
];

export const firstExample = exampleGroups[0]?.examples[0] as Example;
