/** A case that broke a promise. */
export interface Finding {
  readonly seed: number;
  /** What went wrong, in one line. */
  readonly what: string;
  /** The input, and whatever helps to understand it. */
  readonly details: string;
}

/** Makes a case of a seed and tries it. */
export interface Fuzzer {
  run(seed: number): Promise<Finding | undefined> | Finding | undefined;
  /** Whether no promise is made of the time that this case takes (docs/snapshots.md, Trust). */
  mayHang?(seed: number): boolean;
  /** What has been done, by name. */
  totals(): Readonly<Record<string, number>>;
  close(): void;
}
