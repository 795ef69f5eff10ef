import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As much of Markdown as the documentation uses. */

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pages of the documentation, as paths from the root. */
export const pages: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface CodeBlock {
  readonly line: number;
  /** What stands after the opening fence, such as `ts` or `ts no-run`. */
  readonly info: string;
  readonly code: string;
}

export interface TableRow {
  readonly line: number;
  /** The cells by the headings of their columns. */
  readonly cells: Readonly<Record<string, string>>;
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

export function codeBlocks(text: string): CodeBlock[] {
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: info = '', 2: code = '' }) => ({
    line: lineAt(text, index) + 1,
    info: info.trim(),
    code,
  }));
}

/** The page without its code, every line in its place. */
export function prose(text: string): string {
  const blank = (code: string) => code.replace(/[^\n]/g, '');
  return text.replace(/^```.*\n[\s\S]*?^```$/gm, blank).replace(/`[^`\n]*`/g, blank);
}

export function tableRows(text: string): TableRow[] {
  const rows: TableRow[] = [];
  let headings: string[] | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const cells = line.startsWith('|') ? splitRow(line) : undefined;
    if (!cells || cells.every((cell) => /^:?-+:?$/.test(cell))) {
      if (!cells) headings = undefined;
    } else if (!headings) {
      headings = cells;
    } else {
      const named = headings.map((heading, column) => [heading, cells[column] ?? ''] as const);
      rows.push({ line: index + 1, cells: Object.fromEntries(named) });
    }
  }
  return rows;
}

/** The names by which a page's headings can be linked to, as GitHub makes them. */
export function anchors(text: string): Set<string> {
  const found = new Map<string, number>();
  const names = [...text.replace(/^```.*\n[\s\S]*?^```$/gm, '').matchAll(/^#+ +(.+)$/gm)].map(
    ([, heading = '']) => {
      const name = heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
      const seen = found.get(name) ?? 0;
      found.set(name, seen + 1);
      return seen === 0 ? name : `${name}-${seen}`;
    },
  );
  return new Set(names);
}

function splitRow(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
