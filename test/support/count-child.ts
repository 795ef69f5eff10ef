/** A process of its own: runs a script under an instruction limit and prints how many it used at its end. */
import { LuaContext, LuaLimitError } from '../../src/index.ts';
import { thrownBy } from './thrown.ts';

const [script = '', figure] = process.argv.slice(2);
const options = {
  profile: 'unlimited',
  limits: { maxInstructions: Number(figure) },
  chunkName: '=chunk',
} as const;
const run = () => new LuaContext().executeScript(script, options);
process.stdout.write(`${thrownBy(LuaLimitError, run).used}`);
