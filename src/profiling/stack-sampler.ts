import { decodeText } from '../bridge/text.ts';
import type { Engine } from '../engine/engine.ts';

/** A function that was active when a sample was taken. */
export interface SampledFrame {
  /** The name by which it was called; empty where there is none. */
  readonly name: string;
  /** The chunk's name as messages show it; empty for functions of the libraries and of the host. */
  readonly chunk: string;
  /** The line on which it is defined; 0 for a main chunk. */
  readonly defined: number;
  /** The line on which it is; 0 where there are no lines. */
  readonly line: number;
}

const wordsInFrame = 6;
const longestChunk = 1_000;
const shownOfSource = 48;

/** The active functions from the outermost to the innermost; where the stack is deep its middle is left out. */
export function sampleStack(engine: Engine): SampledFrame[] {
  const at = engine.exports.take_sample() >> 2;
  const { i32 } = engine;
  const count = i32[at] as number;
  const skipped = i32[at + 1] as number;
  const frames: SampledFrame[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const frame = readFrame(engine, at + 2 + i * wordsInFrame);
    frames.push(frame);
    if (skipped > 0 && i === innerFrames) frames.push(leftOut);
  }
  return frames;
}

/** engine/sampling.c has the same figure. */
const innerFrames = 32;

const leftOut: SampledFrame = { name: '(levels left out)', chunk: '', defined: 0, line: 0 };

function readFrame({ i32, u8 }: Engine, word: number): SampledFrame {
  const source = i32[word] as number;
  const name = i32[word + 2] as number;
  return {
    chunk:
      source === 0 ? '' : chunkOf(decodeText(u8, source, Math.min(i32[word + 1] as number, longestChunk))),
    name: name === 0 ? '' : decodeText(u8, name, i32[word + 3] as number),
    defined: i32[word + 4] as number,
    line: Math.max(i32[word + 5] as number, 0),
  };
}

/** The name of a chunk as messages show it, but not cut short where it is a file's. */
function chunkOf(source: string): string {
  if (/^[@=]/.test(source)) return source.slice(1);
  const [line = ''] = source.split('\n', 1);
  const isWhole = line.length === source.length && line.length <= shownOfSource;
  return `[string "${isWhole ? line : `${line.slice(0, shownOfSource)}...`}"]`;
}
