import type { CpuProfile, CpuProfileNode } from 'tidelock';

/** A box of a flame graph. Sizes are parts of the whole, 0 to 1. */
export interface FlameBox {
  readonly label: string;
  /** Where the function is defined in the script; undefined if it is not the script's. */
  readonly line: number | undefined;
  readonly instructions: number;
  readonly level: number;
  readonly x: number;
  readonly width: number;
}

/** Narrower boxes could be neither seen nor hit. */
const narrowest = 0.001;

/** Lays a profile out by instructions, which are the same on every run, unlike time. Callers come before callees. */
export function layOutFlames({ nodes }: CpuProfile): readonly FlameBox[] {
  const totals = new Map<number, number>();
  for (const { id, instructions, children } of [...nodes].reverse()) {
    totals.set(
      id,
      children.reduce((sum, child) => sum + (totals.get(child) ?? 0), instructions),
    );
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [root] = nodes;
  const all = root ? (totals.get(root.id) ?? 0) : 0;
  if (!root || all === 0) return [];
  const boxes: FlameBox[] = [];
  const place = (node: CpuProfileNode, level: number, x: number) => {
    const instructions = totals.get(node.id) ?? 0;
    const width = instructions / all;
    if (width < narrowest) return;
    boxes.push({ ...describe(node, root.id), instructions, level, x, width });
    let left = x;
    for (const child of node.children.map((id) => byId.get(id)).filter((child) => child !== undefined)) {
      place(child, level + 1, left);
      left += (totals.get(child.id) ?? 0) / all;
    }
  };
  place(root, 0, 0);
  return boxes;
}

function describe({ id, callFrame }: CpuProfileNode, root: number): Pick<FlameBox, 'label' | 'line'> {
  if (id === root) return { label: 'everything', line: undefined };
  const { functionName, url, lineNumber } = callFrame;
  const line = url === '' || lineNumber < 0 ? undefined : lineNumber + 1;
  return { label: functionName || (line ? `function at line ${line}` : '(native)'), line };
}
