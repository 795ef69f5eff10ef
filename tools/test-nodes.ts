/**
 * npm run test:nodes: the tests under each version of Node.js that is supported, as the npm package `node` brings
 * it. `-- 22 26` names versions; all other arguments go to vitest. Also compares what 1,000 generated programs
 * print, and how many instructions they use. Ends with a table, and an error if anything fails or differs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const versions = ['20', '22', '24', '26'];
const root = fileURLToPath(new URL('..', import.meta.url));
const digest = fileURLToPath(new URL('../test/fuzz/digest.ts', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

/** What ran under one version; a line of the table. */
interface Row {
  readonly 'Node.js': string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly files: number;
  readonly minutes: number;
  /** Of the programs. */
  readonly digest: string;
}

/** What vitest's reporter writes, as far as it is needed. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly status: string }[];
}

function nodeOf(version: string): string | undefined {
  const found = spawnSync(
    'npm',
    ['exec', '--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath'],
    { cwd: root, encoding: 'utf8' },
  );
  return found.status === 0 ? found.stdout.trim() : undefined;
}

function outputOf(node: string, args: readonly string[]): string {
  return spawnSync(node, args, { cwd: root, encoding: 'utf8' }).stdout.trim();
}

/** Runs the tests; undefined if vitest itself failed. */
function runTests(node: string, args: readonly string[], folder: string): Report | undefined {
  const file = join(folder, 'report.json');
  rmSync(file, { force: true });
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  spawnSync(node, [vitest, 'run', ...reporters, ...args], { cwd: root, stdio: 'inherit' });
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

function testUnder(node: string, args: readonly string[], folder: string): Row {
  const name = outputOf(node, ['--version']);
  console.log(`Node.js ${name}`);
  const programs = outputOf(node, ['--import', 'tsx', digest, '1000']);
  const start = performance.now();
  const report = runTests(node, args, folder);
  const lost = report?.testResults.filter(({ status }) => status === 'failed').length ?? 1;
  return {
    'Node.js': name,
    passed: report?.numPassedTests ?? 0,
    failed: Math.max(report?.numFailedTests ?? 0, lost), // a file that cannot be loaded has no tests
    skipped: report?.numPendingTests ?? 0,
    files: report?.testResults.length ?? 0,
    minutes: Number(((performance.now() - start) / 60_000).toFixed(1)),
    digest: programs,
  };
}

const args = process.argv.slice(2);
const chosen = args.filter((arg) => /^\d+$/.test(arg));
const rest = args.filter((arg) => !/^\d+$/.test(arg));
const folder = mkdtempSync(join(tmpdir(), 'nodes-'));
const rows: Row[] = [];
const missing: string[] = [];
for (const version of chosen.length > 0 ? chosen : versions) {
  const node = nodeOf(version);
  if (node === undefined) missing.push(version);
  else rows.push(testUnder(node, rest, folder));
}
rmSync(folder, { recursive: true });
console.table(rows);
for (const version of missing) console.log(`Node.js ${version} could not be fetched`);
const agree = new Set(rows.map((row) => row.digest)).size <= 1 && rows.every((row) => row.digest !== '');
console.log(agree ? '1,000 programs print the same, with the same counts' : 'THE DIGESTS DIFFER');
const held = rows.every((row) => row.failed === 0 && row.passed > 0);
process.exitCode = held && agree && missing.length === 0 ? 0 : 1;
