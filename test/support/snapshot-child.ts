/** Goes on with the state in a file: resumes its coroutine `sum` to the end, and tells what came of it. */
import { readFileSync } from 'node:fs';
import { LuaContext, Snapshot } from '../../src/index.ts';

const reports: string[] = [];
const snapshot = Snapshot.fromBytes(readFileSync(process.argv[2] as string));
const lua = LuaContext.fromSnapshot(snapshot, { globals: { report: (text: string) => reports.push(text) } });
lua.executeScript('coroutine.resume(sum, 2)');
const result = lua.executeScript('return coroutine.resume(sum, 1)');
console.log(JSON.stringify({ result, reports }));
