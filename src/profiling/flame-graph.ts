import type { CpuProfile, CpuProfileNode } from './cpu-profile.ts';

const width = 1200;
const rowHeight = 18;
const margin = 10;
const titleHeight = 34;
const characterWidth = 6.6;
/** Narrower boxes could not be seen. */
const narrowest = 0.3;

interface Box {
  readonly node: CpuProfileNode;
  readonly x: number;
  readonly width: number;
  readonly level: number;
}

/**
 * A profile as a flame graph: an SVG document that any browser shows. Each function is a box over the one that
 * called it, as wide as its part of all instructions; pointing at a box tells the figures.
 */
export function flameGraph(profile: CpuProfile, title = 'Lua instructions'): string {
  const totals = totalInstructions(profile);
  const boxes = layOut(profile, totals);
  const levels = Math.max(0, ...boxes.map(({ level }) => level)) + 1;
  const height = titleHeight + levels * rowHeight + margin;
  const all = totals.get(profile.nodes[0]?.id ?? 0) ?? 0;
  const draw = (box: Box) => drawBox(box, height, totals.get(box.node.id) ?? 0, all);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>text { font: 11px monospace; fill: #222 } rect { stroke: #fff; stroke-width: 0.5 } g:hover rect { stroke: #000 }</style>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${margin}" y="20" style="font-size: 14px">${escapeText(title)}: ${all.toLocaleString('en-US')}</text>
${boxes.map(draw).join('\n')}
</svg>
`;
}

/** The instructions of each node with all that it called. Children follow their parents in the list of nodes. */
function totalInstructions({ nodes }: CpuProfile): Map<number, number> {
  const totals = new Map<number, number>();
  for (const { id, instructions, children } of [...nodes].reverse()) {
    totals.set(
      id,
      children.reduce((sum, child) => sum + (totals.get(child) ?? 0), instructions),
    );
  }
  return totals;
}

function layOut({ nodes }: CpuProfile, totals: ReadonlyMap<number, number>): Box[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [root] = nodes;
  const boxes: Box[] = root ? [{ node: root, x: margin, width: width - 2 * margin, level: 0 }] : [];
  const scale = (width - 2 * margin) / (totals.get(root?.id ?? 0) || 1);
  for (const parent of boxes) {
    let { x } = parent;
    for (const id of parent.node.children) {
      const child = { node: byId.get(id) as CpuProfileNode, x, width: (totals.get(id) ?? 0) * scale };
      if (child.width >= narrowest) boxes.push({ ...child, level: parent.level + 1 });
      x += child.width;
    }
  }
  return boxes;
}

function drawBox({ node, x, width, level }: Box, height: number, instructions: number, all: number): string {
  const y = height - margin - (level + 1) * rowHeight;
  const label = labelOf(node);
  const room = Math.floor((width - 6) / characterWidth);
  const shown = room < 3 ? '' : label.length <= room ? label : `${label.slice(0, room - 2)}..`;
  const share = all === 0 ? 0 : (100 * instructions) / all;
  const figures = `${instructions.toLocaleString('en-US')} instructions, ${share.toFixed(1)} %`;
  const box = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${rowHeight}" fill="${colour(label)}"/>`;
  const text = shown && `<text x="${(x + 3).toFixed(1)}" y="${y + 13}">${escapeText(shown)}</text>`;
  return `<g><title>${escapeText(`${label}: ${figures}`)}</title>${box}${text}</g>`;
}

function labelOf({ callFrame: { functionName, url, lineNumber } }: CpuProfileNode): string {
  const place = url === '' ? '' : `${url}:${lineNumber + 1}`;
  if (functionName === '') return place === '' ? '(native function)' : `function <${place}>`;
  return place === '' ? functionName : `${functionName} (${place})`;
}

/** Warm, and the same for the same function. */
function colour(label: string): string {
  let hash = 0;
  for (const character of label) hash = (hash * 31 + (character.codePointAt(0) as number)) % 997;
  return `hsl(${hash % 55}, 85%, ${62 + (hash % 13)}%)`;
}

/** As XML: characters that it cannot hold, which names from a script may have, are shown as one that stands for them. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
