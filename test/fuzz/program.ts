import { prelude } from './prelude.ts';
import { Random } from './random.ts';
import { Scope } from './scope.ts';
import { Statements } from './statements.ts';

/** A Lua program that follows from its seed, ends by itself (mostly), and prints what it does. */
export function generateProgram(seed: number): string {
  const random = new Random(seed);
  const statements = new Statements(random, new Scope(), random.between(8, 50));
  const looksAtCollector = random.chance(0.5);
  const collector = looksAtCollector
    ? 'collectgarbage("stop") local Collect = collectgarbage'
    : 'local Collect';
  const wrapped = random.chance(0.8);
  const parts: string[] = [];
  for (let i = random.between(1, 5); i > 0; i--) {
    const body = statements.block(6);
    parts.push(wrapped ? `Try("part", function(...)\n${body}\nend, 1, "two", {})` : `do\n${body}\nend`);
  }
  return `${prelude}${collector}\n${parts.join('\n')}\nT("end")`;
}
