/** Prints a digest of what generated programs print and how many instructions they use; the argument: how many. */
import { createHash } from 'node:crypto';
import { generateProgram } from './program.ts';
import { Tidelock } from './tidelock.ts';

const hash = createHash('sha256');
const tidelock = new Tidelock();
for (let seed = 0; seed < Number(process.argv[2]); seed++) {
  const { how, output, instructions } = tidelock.limited(generateProgram(seed), {});
  hash.update(`${how} ${instructions} ${output}\n`);
}
process.stdout.write(hash.digest('hex').slice(0, 16));
