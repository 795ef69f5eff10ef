import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, readFigures } from './figures.ts';

const file = join(import.meta.dirname, '../../docs/platforms.md');

/** Puts the figures of the run into docs/platforms.md, between its two marks. */
export function writePage(): void {
  const rows = [...readFigures()].map(([platform, figure]) => row(platform, figure));
  const table = ['| tried with | version | download, compressed |', '|---|---|---|', ...rows].join('\n');
  const page = readFileSync(file, 'utf8');
  const [start, end] = ['<!-- platforms:start -->', '<!-- platforms:end -->'];
  const before = page.slice(0, page.indexOf(start) + start.length);
  writeFileSync(file, `${before}\n\n${table}\n\n${page.slice(page.indexOf(end))}`);
}

function row(platform: string, { version = '', bytes }: Figure): string {
  const size = bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`;
  return `| ${platform} | ${version} | ${size} |`;
}
