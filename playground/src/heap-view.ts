import { element } from './dom.ts';
import { heapChart } from './heap-chart.ts';
import type { Holding, Outcome } from './messages.ts';
import { formatBytes, formatCount } from './units.ts';

/** The heap during the last execution, and what it left in global variables. */
export class HeapView {
  readonly root = element('div', 'heap');

  constructor() {
    this.root.append(element('p', 'empty', 'Run a script to see its heap.'));
  }

  show({ heap, holdings, usage, limits }: Outcome): void {
    const peak = usage.peakMemory;
    this.root.replaceChildren(
      element('p', 'note', `Lua heap over time: ${formatBytes(peak)} at most.`),
      heapChart(heap, peak, limits.memory),
      ...describeHoldings(holdings),
    );
  }
}

function describeHoldings(holdings: readonly Holding[] | undefined): readonly Node[] {
  if (!holdings) return [element('p', 'empty', 'What the script left behind cannot be counted.')];
  if (holdings.length === 0) return [element('p', 'empty', 'The script left no global variables behind.')];
  const most = Math.max(...holdings.map(({ bytes }) => bytes), 1);
  const rows = holdings.map(({ name, kind, bytes, values }) => {
    const bar = element('div', 'holding-bar');
    bar.style.width = `${(100 * bytes) / most}%`;
    const size = bytes === 0 ? kind : `${kind}, ${formatBytes(bytes)} in ${formatCount(values)} values`;
    return element('li', 'holding', bar, element('code', '', name), element('span', '', size));
  });
  return [
    element('p', 'note', 'What its global variables keep alive, about:'),
    element('ul', 'holdings', ...rows),
  ];
}
