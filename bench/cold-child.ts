import type { ColdTimes } from './cold.ts';
import type { Peer } from './peers/peer.ts';
import { tidelockOff, tidelockOn } from './peers/tidelock.ts';
import { wasmoon } from './peers/wasmoon.ts';
import { loadColdProgram } from './programs.ts';

const [id, iterations] = process.argv.slice(2);
const peer = [tidelockOff, tidelockOn, wasmoon].find((each: Peer) => each.id === id);
if (!peer) throw new Error(`no peer '${id}'`);

const size = Number(iterations);
const runner = await peer.prepare(loadColdProgram(size), size);
const cold = runner.run();
const warm = runner.run();
runner.dispose();
const times: ColdTimes = { coldMs: cold.ms, warmMs: warm.ms };
console.log(JSON.stringify(times));
