/**
 * A process of its own, whose standard output is the test's: runs the script in its argument in a context whose
 * print handler was taken away again, and says on standard error by how many megabytes the process grew at most.
 */
import { LuaContext } from '../../src/index.ts';

const lua = new LuaContext({}, { profile: 'unlimited', libraries: 'all', print: () => {} });
lua.setPrintHandler(null);
const peak = () => process.resourceUsage().maxRSS / 1024;
const before = peak();
lua.executeScript(process.argv[2] as string);
process.stderr.write(`${Math.round(peak() - before)}`);
