import type { LaneId } from './measure.ts';
import { geometricMean, relative } from './ratios.ts';
import type { Results } from './results.ts';

// By hand, because the libraries that draw charts without a browser are many times the size of this package.

const series: ReadonlyArray<{ lane: LaneId; label: string; color: string }> = [
  { lane: 'tidelock-off', label: 'Tidelock, no limits', color: '#7cb8f2' },
  { lane: 'tidelock-on', label: 'Tidelock, all limits', color: '#1f6fd0' },
  { lane: 'native-hook', label: 'native Lua, count hook', color: '#e08a2c' },
  { lane: 'wasmoon', label: 'wasmoon, no limits', color: '#8c959f' },
];

const width = 760;
const left = 130;
const plot = 540;
const bar = 11;
const gap = 12;
const top = 86;
/** Where the axis ends: a longer bar would squeeze all others, so it is cut and its figure tells. */
const longest = 4;

interface Group {
  readonly name: string;
  readonly values: ReadonlyArray<{ readonly color: string; readonly value: number }>;
}

/** Time relative to plain native Lua (or, where that is missing, to Tidelock without limits) as SVG. */
export function drawChart(results: Results): string {
  const hasNative = results.programs.some(({ timings }) => timings.native);
  const baseline: LaneId = hasNative ? 'native' : 'tidelock-off';
  const shown = series.filter(
    ({ lane }) => lane !== baseline && results.programs.some(({ timings }) => timings[lane]),
  );
  const groups = groupsOf(results, shown, baseline);
  const groupHeight = shown.length * bar + gap;
  const bottom = top + groups.length * groupHeight;
  const title = `Time relative to ${hasNative ? 'native Lua 5.5 (gcc -O2)' : 'Tidelock without limits'}; less is better`;
  const { cpu, node } = results.machine;

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 50}" role="img">
<title>${escapeXml(title)}</title>
<style>
  .page { fill: #ffffff } text { fill: #1f2328; font: 12px system-ui, sans-serif } .small { font-size: 10px }
  .grid { stroke: #d1d9e0 } .one { stroke: #1f2328 } .title { font-size: 15px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .grid { stroke: #30363d } .one { stroke: #e6edf3 }
  }
</style>
<rect class="page" width="${width}" height="${bottom + 50}" rx="6"/>
<text class="title" x="16" y="28">${escapeXml(title)}</text>
${legend(shown)}
${axis(bottom)}
${groups.map((group, index) => drawGroup(group, top + index * groupHeight)).join('\n')}
<text class="small" x="16" y="${bottom + 36}">${escapeXml(`${footnote(results)}${cpu}, Node ${node}, ${results.date.slice(0, 10)}`)}</text>
</svg>
`;
}

function groupsOf(results: Results, shown: typeof series, baseline: LaneId): Group[] {
  const programs = results.programs.map(({ name, timings }) => ({
    name,
    values: shown.map(({ lane, color }) => ({
      color,
      value: relative(timings, lane, baseline) ?? Number.NaN,
    })),
  }));
  const means = shown.map(({ color }, index) => ({
    color,
    value: geometricMean(programs.map(({ values }) => values[index]?.value ?? Number.NaN)),
  }));
  return [{ name: 'geometric mean', values: means }, ...programs];
}

function drawGroup({ name, values }: Group, y: number): string {
  const middle = y + (values.length * bar) / 2 + 4;
  const bars = values.map(({ color, value }, index) => {
    const at = y + index * bar;
    const length = scale(Math.min(value, longest));
    const figure = `${value.toFixed(2)}${value > longest ? ' →' : ''}`;
    return (
      `<rect x="${left}" y="${at}" width="${length}" height="${bar - 1}" fill="${color}"/>` +
      `<text class="small" x="${left + length + 4}" y="${at + bar - 2}">${figure}</text>`
    );
  });
  return `<text x="${left - 8}" y="${middle}" text-anchor="end">${escapeXml(name)}</text>${bars.join('')}`;
}

function axis(bottom: number): string {
  return Array.from({ length: longest + 1 }, (_, value) => {
    const x = left + scale(value);
    return (
      `<line class="${value === 1 ? 'one' : 'grid'}" x1="${x}" y1="${top - 8}" x2="${x}" y2="${bottom}"/>` +
      `<text class="small" x="${x}" y="${bottom + 14}" text-anchor="middle">${value}</text>`
    );
  }).join('\n');
}

function legend(shown: typeof series): string {
  return shown
    .map(({ label, color }, index) => {
      const x = 16 + index * 180;
      return `<rect x="${x}" y="46" width="12" height="12" fill="${color}"/><text x="${x + 18}" y="56">${label}</text>`;
    })
    .join('');
}

/** fengari's bars would leave the page. */
function footnote({ geometricMeans }: Results): string {
  const fengari = geometricMeans['fengariToLimitsOn'];
  return fengari
    ? `fengari (not shown) takes ${fengari.toFixed(0)} times as long as Tidelock with all limits. `
    : '';
}

function scale(value: number): number {
  return Math.round((value / longest) * plot * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
