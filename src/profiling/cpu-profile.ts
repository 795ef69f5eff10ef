/**
 * A profile in the format that Chrome's developer tools and VS Code open from a file named `*.cpuprofile`: a
 * tree of calls, and for each sample the node that was on top of the stack.
 */
export interface CpuProfile {
  /** The root first. */
  readonly nodes: readonly CpuProfileNode[];
  /** Microseconds on a clock of its own. */
  readonly startTime: number;
  readonly endTime: number;
  /** The id of a node for each sample. */
  readonly samples: readonly number[];
  /** Microseconds of wall clock that passed before each sample. */
  readonly timeDeltas: readonly number[];
}

/** A function, called through the functions on the way to the root. */
export interface CpuProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  /** Samples in which this function was on top of the stack. */
  readonly hitCount: number;
  /** Instructions used between these samples and those before them: Tidelock's own, and the same on every run. */
  readonly instructions: number;
  readonly children: readonly number[];
  /** The samples by line, which counts from 1. */
  readonly positionTicks: readonly { readonly line: number; readonly ticks: number }[];
}

export interface CallFrame {
  /** The name by which it was called; empty for an anonymous function. */
  readonly functionName: string;
  /** One for each chunk; `'0'` for functions of the libraries and of the host. */
  readonly scriptId: string;
  /** The chunk's name; empty for functions of the libraries and of the host. */
  readonly url: string;
  /** Where the function is defined, counted from 0; -1 where there is no such line. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}
