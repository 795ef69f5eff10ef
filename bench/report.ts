import type { LaneId } from './measure.ts';
import { geometricMean, type Ratios, ratios } from './ratios.ts';
import type { Results } from './results.ts';

const columns: ReadonlyArray<readonly [lane: LaneId, heading: string]> = [
  ['tidelock-off', 'off'],
  ['tidelock-on', 'on'],
  ['wasmoon', 'wasmoon'],
  ['native', 'native'],
  ['native-hook', 'hook'],
  ['fengari', 'fengari*'],
  ['tidelock-on-small', 'on*'],
];

/** The results as text: milliseconds (the minimum of all rounds), ratios, and what the headings mean. */
export function report(results: Results): string {
  const lanes = columns.filter(([lane]) => results.programs.some(({ timings }) => timings[lane]));
  const shown = ratios.filter(({ id }) => results.geometricMeans[id] !== undefined);
  const ratioCells = (values: Ratios) => shown.map(({ id }) => values[id]?.toFixed(2) ?? '-');
  const rows = [
    ['ms', ...lanes.map(([, heading]) => heading), '|', ...shown.map(({ label }) => label)],
    ...results.programs.map(({ name, timings, ratios }) => [
      name,
      ...lanes.map(([lane]) => timings[lane]?.minMs.toFixed(1) ?? '-'),
      '|',
      ...ratioCells(ratios),
    ]),
    ['geometric mean', ...lanes.map(() => ''), '|', ...ratioCells(results.geometricMeans)],
  ];
  const notes = `${legend(lanes.map(([lane]) => lane))}\n${noise(results)}`;
  return [align(rows), notes, reportCold(results)].filter(Boolean).join('\n\n');
}

/** How far to trust the figures: on a quiet machine all rounds take the same time. */
function noise({ programs, rounds }: Results): string {
  const timings = programs.flatMap((program) => Object.values(program.timings));
  const spread = geometricMean(timings.map(({ minMs, medianMs }) => medianMs / minMs));
  return `Times are the minimum of ${rounds} rounds; the median is ${((spread - 1) * 100).toFixed(0)} % above it.`;
}

function legend(lanes: readonly LaneId[]): string {
  const lines = ['off, on: Tidelock without limits and with all of them.'];
  if (lanes.includes('native')) {
    lines.push('native, hook: Lua 5.5 by gcc -O2, plain and with a count hook every 1,000 instructions.');
  }
  if (lanes.includes('fengari'))
    lines.push('*: at a smaller size, at which fengari is compared with Tidelock.');
  return lines.join('\n');
}

function reportCold({ cold }: Results): string {
  if (cold.length === 0) return '';
  const rows = cold.map(({ peer, coldMs, warmMs, ratio }) => [
    peer,
    coldMs.toFixed(0),
    warmMs.toFixed(0),
    ratio.toFixed(2),
  ]);
  const heading = `A loop of ${cold[0]?.iterations.toLocaleString('en')} iterations, first thing in a fresh process:`;
  return `${heading}\n${align([['ms', 'cold', 'warm', 'cold/warm'], ...rows])}`;
}

function align(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
