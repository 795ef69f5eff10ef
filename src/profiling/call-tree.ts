import type { CpuProfileNode } from './cpu-profile.ts';
import type { SampledFrame } from './stack-sampler.ts';

/** Scripts can make any number of functions; a profile has no more nodes than this. */
const mostNodes = 10_000;

interface Node {
  readonly id: number;
  readonly frame: SampledFrame;
  readonly children: Map<string, Node>;
  /** Samples by line; those of functions without lines under 0. */
  readonly ticks: Map<number, number>;
  instructions: number;
}

/** The functions of all samples as a tree of who called whom. */
export class CallTree {
  private readonly nodes: Node[] = [];
  /** The names by which the functions defined at a place are called; tail calls tell none. */
  private readonly names = new Map<string, Set<string>>();
  private readonly root = this.add({ name: '(root)', chunk: '', defined: 0, line: 0 });

  /** The node of a stack, from the outermost function on. */
  find(stack: readonly SampledFrame[]): number {
    let node = this.root;
    for (const frame of stack) node = this.child(node, frame);
    return node.id;
  }

  charge(id: number, instructions: number): void {
    (this.nodes[id - 1] as Node).instructions += instructions;
  }

  tick(id: number, line: number): void {
    const { ticks } = this.nodes[id - 1] as Node;
    ticks.set(line, (ticks.get(line) ?? 0) + 1);
  }

  toNodes(): CpuProfileNode[] {
    const scripts = new Map([['', 0]]);
    return this.nodes.map(({ id, frame, children, ticks, instructions }) => {
      if (!scripts.has(frame.chunk)) scripts.set(frame.chunk, scripts.size);
      const lines = [...ticks].filter(([line]) => line > 0);
      return {
        id,
        callFrame: {
          functionName: frame.name || this.onlyName(frame),
          scriptId: String(scripts.get(frame.chunk)),
          url: frame.chunk,
          lineNumber: frame.chunk === '' ? -1 : Math.max(frame.defined - 1, 0),
          columnNumber: frame.chunk === '' ? -1 : 0,
        },
        hitCount: [...ticks.values()].reduce((sum, count) => sum + count, 0),
        instructions,
        children: [...children.values()].map((child) => child.id),
        positionTicks: lines.map(([line, count]) => ({ line, ticks: count })),
      };
    });
  }

  private child(parent: Node, frame: SampledFrame): Node {
    const key = `${frame.defined}:${frame.name}:${frame.chunk}`;
    const found = parent.children.get(key);
    if (found) return found;
    if (this.nodes.length >= mostNodes) return this.other(parent);
    const node = this.add(isMainChunk(frame) ? { ...frame, name: '(main chunk)' } : frame);
    parent.children.set(key, node);
    this.addName(frame);
    return node;
  }

  private addName(frame: SampledFrame): void {
    if (frame.name === '') return;
    const place = placeOf(frame);
    this.names.set(place, (this.names.get(place) ?? new Set()).add(frame.name));
  }

  private onlyName(frame: SampledFrame): string {
    const [name = '', ...others] = this.names.get(placeOf(frame)) ?? [];
    return others.length === 0 ? name : '';
  }

  /** Stands for all functions that there was no room for. */
  private other(parent: Node): Node {
    if (parent.frame === otherFrame) return parent;
    const found = this.root.children.get('');
    if (found) return found;
    const node = this.add(otherFrame);
    this.root.children.set('', node);
    return node;
  }

  private add(frame: SampledFrame): Node {
    const node = { id: this.nodes.length + 1, frame, children: new Map(), ticks: new Map(), instructions: 0 };
    this.nodes.push(node);
    return node;
  }
}

const otherFrame: SampledFrame = { name: '(other functions)', chunk: '', defined: 0, line: 0 };

function placeOf({ chunk, defined }: SampledFrame): string {
  return `${defined}:${chunk}`;
}

function isMainChunk({ chunk, defined }: SampledFrame): boolean {
  return chunk !== '' && defined === 0;
}
