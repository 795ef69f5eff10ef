import type { CpuProfile } from 'tidelock';
import { element } from './dom.ts';
import { type FlameBox, layOutFlames } from './flame-layout.ts';
import { formatCount } from './units.ts';

const rowHeight = 24;

/** A flame graph of the last execution. A click on a box makes it as wide as the whole, and shows its line. */
export class FlameView {
  readonly root = element('div', 'flames-view');
  private readonly goTo: (line: number) => void;

  constructor(goTo: (line: number) => void) {
    this.goTo = goTo;
    this.showNothing('Run a script to see where its instructions go.');
  }

  show(profile: CpuProfile | undefined): void {
    const boxes = profile ? layOutFlames(profile) : [];
    if (boxes.length < 2)
      this.showNothing('Too short for a profile: samples are taken about every millisecond.');
    else this.draw(boxes, boxes[0] as FlameBox);
  }

  private showNothing(why: string): void {
    this.root.replaceChildren(element('p', 'empty', why));
  }

  private draw(boxes: readonly FlameBox[], zoomed: FlameBox): void {
    const all = (boxes[0] as FlameBox).instructions;
    const graph = element('div', 'flames');
    graph.style.height = `${(Math.max(...boxes.map(({ level }) => level)) + 1) * rowHeight}px`;
    const end = zoomed.x + zoomed.width;
    const seen = boxes.filter(({ x, width }) => x < end - 1e-9 && x + width > zoomed.x + 1e-9);
    graph.append(
      ...seen.map((box) => {
        const part = (100 * box.instructions) / all;
        const figures = `${formatCount(box.instructions)} instructions, ${part.toFixed(1)} %`;
        const button = element('button', 'flame', box.label);
        button.type = 'button';
        button.title = `${box.label}${box.line ? `, line ${box.line}` : ''}\n${figures}`;
        const left = Math.max(0, (box.x - zoomed.x) / zoomed.width);
        const right = Math.min(1, (box.x + box.width - zoomed.x) / zoomed.width);
        button.style.left = `${100 * left}%`;
        button.style.width = `${100 * (right - left)}%`;
        button.style.top = `${box.level * rowHeight}px`;
        button.style.setProperty('--shade', String(shadeOf(box.label)));
        button.dataset['kind'] = box.level === 0 ? 'all' : box.line ? 'lua' : 'native';
        button.addEventListener('click', () => {
          this.draw(boxes, box === zoomed ? (boxes[0] as FlameBox) : box);
          if (box.line) this.goTo(box.line);
        });
        return button;
      }),
    );
    const note = `By instructions, ${formatCount(all)} in all. Click a box to look closer, once more to go back.`;
    this.root.replaceChildren(element('p', 'note', note), graph);
  }
}

/** The same for the same function, so that it is found again. */
function shadeOf(label: string): number {
  let hash = 0;
  for (const character of label) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return (hash % 10) / 10;
}
