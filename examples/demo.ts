/**
 * A first tour, `npm run demo`: run a real program, then four scripts that mean harm.
 * In a program of your own, import from 'tidelock'.
 */
import { readFileSync } from 'node:fs';
import pc from 'picocolors';
import { LuaContext, LuaLimitError } from '../src/index.ts';

const { bold, cyan, dim, green, red } = pc.createColors(process.stdout.isTTY && !process.env['NO_COLOR']);

// One context, one set of limits. Each execution gets the whole budget afresh.
using lua = new LuaContext(
  { crew: 'tidelock' },
  {
    maxInstructions: 20_000_000,
    maxMemory: '10MB',
    timeout: '2s',
    print: (...values) => console.log(values.join('\t')),
  },
);

function showUsage(): void {
  const { instructions, peakMemory, wallTime } = lua.usage;
  const kilobytes = Math.ceil(peakMemory / 1024).toLocaleString('en');
  console.log(
    dim(`${instructions.toLocaleString('en')} instructions, ${kilobytes} kB, ${wallTime.toFixed(1)} ms\n`),
  );
}

console.log(bold('A real program: examples/harbour.lua\n'));
const program = readFileSync(new URL('harbour.lua', import.meta.url), 'utf8');
const result = lua.executeScript(program, { chunkName: '@harbour.lua' });
console.log(`\nIt returned ${cyan(JSON.stringify(result))}`);
showUsage();

const hostile = {
  'An endless loop': 'while true do end',
  'One that catches every error': `
    while true do
      pcall(function() while true do end end)
    end`,
  'A memory bomb': `
    local hoard = {}
    while true do hoard[#hoard + 1] = ('x'):rep(100000) .. #hoard end`,
  'A pattern bomb': `return string.find(('a'):rep(30000), '.-.-.-.-b$')`,
};

for (const [title, script] of Object.entries(hostile)) {
  console.log(bold(title));
  try {
    lua.executeScript(script, { chunkName: '=hostile' });
  } catch (error) {
    if (!(error instanceof LuaLimitError)) throw error;
    console.log(`${red(`stopped by ${error.resource}`)}: ${error.message}`);
  }
  showUsage();
}

// The context survived all of it, its state included.
console.log(green(String(lua.executeScript(`return 'still afloat, ' .. crew`))));
