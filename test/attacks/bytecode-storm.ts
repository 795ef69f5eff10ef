/**
 * A process of its own, since bytecode may do anything to its state: loads and runs chunks that were damaged in
 * many ways, and prints how they ended. Arguments: a seed, and how many chunks.
 */
import { LuaContext, LuaStateError } from '../../src/index.ts';
import { openVictim, works } from './attack.ts';

const [seed = 1, count = 1] = process.argv.slice(2).map(Number);

const sources = [
  'return ...',
  'local t = {} for i = 1, 9 do t[i] = i * 2 end return #t, t',
  'local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end return fib(9)',
  'local s = 0 for k, v in pairs({ a = 1, b = 2, 3 }) do s = s + v end return s',
  'local up = 1 local f = function(...) up = up + select("#", ...) return up end return f(1, 2), f()',
  'goto on ::back:: do return "end" end ::on:: goto back',
  'local x <close> = setmetatable({}, { __close = function() end }) return ("x"):rep(20):gsub("x", { x = "yy" })',
  'local c = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b .. "!" end) return c(1), c("z")',
  'global none, print, string; local a <const> = 7 return a // 2, a % 3, a ~ 5, -a, not a, a .. "", a <= 8.5, { a, n = a }',
];

let state = seed;
/** The same numbers for the same seed. */
function random(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  return Math.floor((state / 0x8000_0000) * below);
}

const clean = new LuaContext();
const chunks = sources.flatMap((source) => [
  clean.compile(source),
  clean.compile(source, { stripDebug: true }),
]);
const headerSize = 31;

function damaged(): Uint8Array {
  const chunk = (chunks[random(chunks.length)] as Uint8Array).slice();
  const at = () => headerSize + random(chunk.length - headerSize);
  switch (random(6)) {
    case 0:
      return chunk.subarray(0, random(chunk.length));
    case 1: // all but the header at random
      for (let i = headerSize; i < chunk.length; i++) chunk[i] = random(256);
      return chunk;
    case 2:
      chunk[at()] = random(256);
      return chunk;
    case 3:
      chunk[at()] = (chunk[at()] as number) ^ (1 << random(8));
      return chunk;
    case 4:
      for (let i = 0; i < 8; i++) chunk[at()] = random(256);
      return chunk;
    default:
      chunk.copyWithin(at(), at(), at());
      return chunk;
  }
}

const limits = { maxInstructions: 100_000, timeout: 300, maxMemory: '4MB', warningThreshold: 0 } as const;
const victim = openVictim(limits);
const neighbour = openVictim();
const ends: Record<string, number> = {};

for (let i = 0; i < count; i++) {
  const bytes = damaged();
  let end = 'returned';
  try {
    victim.loadBytecode(bytes)(1, 2);
  } catch (error) {
    end = (error as { code?: string }).code ?? 'foreign';
    if (end === 'foreign') throw error;
    if (error instanceof LuaStateError) {
      victim.reset();
      if (!works(victim)) throw new Error('reset does not revive the state');
    }
  }
  ends[end] = (ends[end] ?? 0) + 1;
  victim.reset(); // whatever the chunk did to its state is not to help the next
}
if (!works(victim) || !works(neighbour)) throw new Error('a context no longer works');
process.stdout.write(JSON.stringify(ends));
