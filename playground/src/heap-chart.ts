import { svgElement } from './dom.ts';
import type { HeapSample } from './messages.ts';
import { formatBytes, formatTime } from './units.ts';

const width = 560;
const height = 150;
const margin = { left: 56, right: 12, top: 14, bottom: 22 };
const mostPoints = 400;

/** Bytes of Lua heap over time, with the limit where it is near enough to be shown. */
export function heapChart(samples: readonly HeapSample[], peak: number, limit: number): SVGElement {
  const duration = Math.max(1, samples.at(-1)?.time ?? 1);
  const most = peak > limit / 4 ? limit * 1.05 : peak * 1.3;
  const x = (time: number) => margin.left + (time / duration) * (width - margin.left - margin.right);
  const y = (bytes: number) =>
    height - margin.bottom - (bytes / most) * (height - margin.top - margin.bottom);
  const chart = svgElement('svg', {
    viewBox: `0 0 ${width} ${height}`,
    class: 'chart',
    role: 'img',
    'aria-label': `Lua heap over ${formatTime(duration)}, at most ${formatBytes(peak)}`,
  });
  const line = (bytes: number, className: string, label: string) => {
    chart.append(
      svgElement('line', {
        x1: margin.left,
        x2: width - margin.right,
        y1: y(bytes),
        y2: y(bytes),
        class: className,
      }),
      text(margin.left - 8, y(bytes) + 4, 'end', label),
    );
  };
  line(0, 'chart-axis', '0');
  if (limit <= most) line(limit, 'chart-limit', formatBytes(limit));
  if (Math.abs(y(peak) - y(limit)) > 14 || limit > most) line(peak, 'chart-peak', formatBytes(peak));
  const points = thinOut(samples).map(({ time, bytes }) => `${x(time).toFixed(1)} ${y(bytes).toFixed(1)}`);
  const path = `M${x(0)} ${points[0]?.split(' ')[1] ?? y(0)}L${points.join('L')}`;
  chart.append(
    svgElement('path', { d: `${path}L${x(duration)} ${y(0)}L${x(0)} ${y(0)}Z`, class: 'chart-area' }),
    svgElement('path', { d: path, class: 'chart-line' }),
    text(margin.left, height - 6, 'start', '0'),
    text(width - margin.right, height - 6, 'end', formatTime(duration)),
  );
  return chart;
}

function text(x: number, y: number, anchor: string, content: string): SVGElement {
  const made = svgElement('text', { x, y, 'text-anchor': anchor, class: 'chart-text' });
  made.textContent = content;
  return made;
}

/** The highest sample of each of a number of stretches. */
function thinOut(samples: readonly HeapSample[]): readonly HeapSample[] {
  const stretch = Math.ceil(samples.length / mostPoints);
  if (stretch <= 1) return samples;
  const kept: HeapSample[] = [];
  for (let i = 0; i < samples.length; i += stretch) {
    kept.push(
      samples.slice(i, i + stretch).reduce((most, sample) => (sample.bytes > most.bytes ? sample : most)),
    );
  }
  return kept;
}
