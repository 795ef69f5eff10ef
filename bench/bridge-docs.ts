import { readFileSync, writeFileSync } from 'node:fs';
import type { BridgeResult } from './bridge-measure.ts';

const page = new URL('../docs/values.md', import.meta.url);
const block = /(<!-- bridge:start -->\n)[\s\S]*(<!-- bridge:end -->)/;

/** Puts the figures of a full run into the documentation. */
export function writeDocs(rows: readonly BridgeResult[]): void {
  const lines = rows.map(({ name, tidelock, wasmoon }) => {
    const ratio = wasmoon === undefined ? '' : (wasmoon / tidelock).toFixed(1);
    return `| ${name} | ${figure(tidelock)} | ${wasmoon === undefined ? '' : figure(wasmoon)} | ${ratio} |`;
  });
  const table = ['| operation | Tidelock | wasmoon | ratio |', '|---|--:|--:|--:|', ...lines].join('\n');
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.replace(block, `$1\n${table}\n\n$2`));
}

function figure(nanoseconds: number): string {
  return Math.round(nanoseconds).toLocaleString('en');
}
