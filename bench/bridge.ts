/** `tsx bench/bridge.ts`: what crossing between Lua and JavaScript costs, beside wasmoon. Options: --quick, --only TEXT. */
import { parseArgs } from 'node:util';
import { writeDocs } from './bridge-docs.ts';
import { type BridgeResult, measureCrossings } from './bridge-measure.ts';
import { crossings } from './bridge-operations.ts';
import { saveResults } from './save-results.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});

const rounds = options.quick ? 10 : 100;
const chosen = crossings.filter(({ name }) => name.includes(options.only));
const results = await measureCrossings(chosen, rounds);
console.log(`\n${table(results)}\n`);
save(results);

/** Nanoseconds per operation; of the empty loop everything else is relative to, its own time. */
function table(rows: readonly BridgeResult[]): string {
  const heading = ['ns per operation', 'Tidelock', 'wasmoon', 'ratio', 'to reach'];
  const cells = rows.map(({ name, tidelock, wasmoon, target }) => [
    name,
    nanoseconds(tidelock),
    wasmoon === undefined ? '-' : nanoseconds(wasmoon),
    wasmoon === undefined ? '-' : (wasmoon / tidelock).toFixed(1),
    target === undefined ? '' : `${nanoseconds(target)}${tidelock <= target ? '' : ' (missed)'}`,
  ]);
  const all = [heading, ...cells];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => (row[column] as string).length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number),
      )
      .join('  '),
  );
  return `${lines.join('\n')}\n\nThe minimum of ${rounds} rounds in which both take turns, less the empty loop of the same side.
Objects and arrays going in are copied by Tidelock; wasmoon passes a proxy, and pays at each access.`;
}

function nanoseconds(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** Only a full run replaces the committed file and the table in docs/values.md. */
function save(rows: readonly BridgeResult[]): void {
  const partial = options.quick || options.only !== '';
  const path = saveResults('bridge', !partial, { rounds, results: rows });
  console.log(`wrote ${path}`);
  if (!partial) writeDocs(rows);
}
