import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../build');
const file = join(folder, 'platforms.jsonl');

/** What a test found out: the version it ran on, bytes to download (compressed with gzip, brotli), milliseconds. */
export interface Figure {
  readonly version?: string;
  readonly bytes?: number;
  readonly brotli?: number;
  readonly longestTask?: number;
  readonly frames?: number;
}

export function forgetFigures(): void {
  mkdirSync(folder, { recursive: true });
  rmSync(file, { force: true });
}

/** Keeps a figure for docs/platforms.md; the tests run in processes of their own, so they meet in a file. */
export function recordFigure(platform: string, figure: Figure): void {
  appendFileSync(file, `${JSON.stringify({ platform, ...figure })}\n`);
}

export function readFigures(): ReadonlyMap<string, Figure> {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const { platform, ...figure } = JSON.parse(line) as Figure & { platform: string };
      return [platform, figure];
    }),
  );
}
