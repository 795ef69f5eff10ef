/** `npm run bench`: Tidelock beside its peers. Options: --quick, --only NAME, --no-native, --no-fengari. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawChart } from './chart.ts';
import { measureCold } from './cold.ts';
import { type Lane, measure } from './measure.ts';
import { fengari } from './peers/fengari.ts';
import { nativePeers } from './peers/native.ts';
import { tidelockOff, tidelockOn } from './peers/tidelock.ts';
import { wasmoon } from './peers/wasmoon.ts';
import { loadPrograms } from './programs.ts';
import { report } from './report.ts';
import { assemble, type Results } from './results.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    'no-native': { type: 'boolean', default: false },
    'no-fengari': { type: 'boolean', default: false },
  },
});

const programs = loadPrograms(options.only);
const rounds = options.quick ? 3 : 9;
const lanes = await chooseLanes();

const measured = [];
for (const program of programs) {
  console.error(`${program.name} ...`);
  measured.push({ name: program.name, timings: await measure(program, lanes, rounds) });
}
const results = assemble(measured, options.only === undefined ? cold() : [], rounds);
console.log(`\n${report(results)}\n`);
save(results);

async function chooseLanes(): Promise<Lane[]> {
  const lanes: Lane[] = [tidelockOff, tidelockOn, wasmoon].map(full);
  if (!options['no-native']) {
    const native = await nativePeers();
    if (native.length === 0) console.error('native Lua is left out: there is no gcc');
    lanes.push(...native.map(full));
  }
  if (!options['no-fengari']) {
    lanes.push({ id: 'fengari', peer: fengari, small: true });
    lanes.push({ id: 'tidelock-on-small', peer: tidelockOn, small: true });
  }
  return lanes;
}

function full(peer: Lane['peer']): Lane {
  return { id: peer.id, peer, small: false };
}

function cold() {
  console.error('cold ...');
  return options.quick ? measureCold(50_000_000, 1) : measureCold(200_000_000, 3);
}

/** Only a full run replaces the committed files. */
function save(results: Results): void {
  const partial = options.quick || options.only !== undefined;
  const json = partial ? 'build/bench/latest.json' : 'bench/results/latest.json';
  const svg = partial ? 'build/bench/bench.svg' : 'docs/images/bench.svg';
  write(json, `${JSON.stringify(results, null, 2)}\n`);
  write(svg, drawChart(results));
}

function write(path: string, content: string): void {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.log(`wrote ${path}`);
}
