import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, readFigures } from './figures.ts';

const file = join(import.meta.dirname, '../../docs/platforms.md');

const marks = ['<!-- platforms:start -->', '<!-- platforms:end -->'] as const;
const head = ['| tried with | version | measured |', '|---|---|---|'];

/** Puts the figures of the run into docs/platforms.md, between its two marks; rows that it has none for stay. */
export function writePage(): void {
  const page = readFileSync(file, 'utf8');
  const start = page.indexOf(marks[0]) + marks[0].length;
  const end = page.indexOf(marks[1]);
  const before = page.slice(start, end).trim().split('\n').slice(head.length);
  const rows = new Map(before.map((line) => [line.split(' | ')[0]?.slice(2), line]));
  for (const [platform, figure] of readFigures()) rows.set(platform, row(platform, figure));
  const sorted = [...rows.values()].sort((a, b) => a.localeCompare(b, 'en'));
  writeFileSync(file, `${page.slice(0, start)}\n\n${[...head, ...sorted].join('\n')}\n\n${page.slice(end)}`);
}

function row(platform: string, { version = '', bytes, brotli, frames, longestTask }: Figure): string {
  const found = [
    bytes !== undefined && `${(bytes / 1000).toFixed(1)} kB`,
    brotli !== undefined && `${(brotli / 1000).toFixed(1)} kB with brotli`,
    frames !== undefined && `${frames.toFixed(0)} frames a second`,
    longestTask !== undefined && `longest task ${longestTask.toFixed(0)} ms`,
  ];
  return `| ${platform} | ${version} | ${found.filter(Boolean).join(', ')} |`;
}
