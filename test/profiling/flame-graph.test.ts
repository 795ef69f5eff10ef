import { describe, expect, test } from 'vitest';
import { type CpuProfile, flameGraph, LuaContext } from '../../src/index.ts';

function graphOf(source: string, chunkName: string, title?: string): string {
  const lua = new LuaContext({}, { enableProfiling: true, checkInterval: 1_000 });
  lua.executeScript(source, { chunkName });
  return flameGraph(lua.cpuProfile as CpuProfile, title);
}

const work = 'local function work() for i = 1, 50000 do end end work()';

describe('flameGraph', () => {
  test('shows functions over those that called them, with their part of the instructions', () => {
    const svg = graphOf(work, '@rules.lua');
    expect(svg).toMatch(/<title>\(root\): [\d,]+ instructions, 100.0 %<\/title>/);
    expect(svg).toMatch(/<title>work \(rules.lua:1\): [\d,]+ instructions, 100.0 %<\/title>/);
    const heights = [...svg.matchAll(/<\/title><rect x="[\d.]+" y="(\d+)"/g)].map(([, y]) => Number(y));
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
  });

  test('makes boxes as wide as their part', () => {
    const svg = graphOf(
      'local function a() for i = 1, 30000 do end end local function b() for i = 1, 10000 do end end a() b()',
      '@rules.lua',
    );
    const width = (name: string) =>
      Number(new RegExp(`<title>${name} .*?<rect x="[\\d.]+" y="\\d+" width="([\\d.]+)"`).exec(svg)?.[1]);
    expect(width('a') / width('b')).toBeCloseTo(3, 0);
  });

  test('escapes what scripts name', () => {
    const svg = graphOf(work, '@<script>alert("&")</script>\u0001', '<b>');
    expect(svg).not.toContain('<script>');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toContain('\u0001');
    expect(svg).toContain('&#60;script&#62;alert(&#34;&#38;&#34;)');
  });

  test('is empty but whole for a script that ended before the first look', () => {
    const svg = graphOf('return 1', '@rules.lua');
    expect(svg).toContain('</svg>');
    expect(svg).toContain('(root): 0 instructions');
  });
});
