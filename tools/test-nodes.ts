/**
 * npm run test:nodes: the tests under each version of Node.js that is supported, as the npm package `node` brings
 * it. `-- 22 26` names versions; all other arguments go to vitest. Also compares what 1,000 generated programs
 * print, and how many instructions they use. Ends with an error if anything fails or differs.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const versions = ['20', '22', '24', '26'];
const root = fileURLToPath(new URL('..', import.meta.url));
const digest = fileURLToPath(new URL('../test/fuzz/digest.ts', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const args = process.argv.slice(2);
const chosen = args.filter((arg) => /^\d+$/.test(arg));
const rest = args.filter((arg) => !/^\d+$/.test(arg));

function nodeOf(version: string): string | undefined {
  const found = spawnSync(
    'npm',
    ['exec', '--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath'],
    { cwd: root, encoding: 'utf8' },
  );
  return found.status === 0 ? found.stdout.trim() : undefined;
}

let failed = false;
const digests = new Set<string>();
for (const version of chosen.length > 0 ? chosen : versions) {
  const node = nodeOf(version);
  if (node === undefined) {
    console.log(`Node.js ${version}: could not be fetched`);
    failed = true;
    continue;
  }
  const name = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`Node.js ${name}`);
  const programs = spawnSync(node, ['--import', 'tsx', digest, '1000'], {
    cwd: root,
    encoding: 'utf8',
  }).stdout;
  console.log(`1,000 programs: digest ${programs}`);
  digests.add(programs);
  const { status } = spawnSync(node, [vitest, 'run', '--reporter=dot', ...rest], {
    cwd: root,
    stdio: 'inherit',
  });
  console.log(`Node.js ${name}: ${status === 0 ? 'passed' : 'FAILED'}`);
  failed ||= status !== 0;
}
if (digests.size > 1) console.log('the digests differ');
failed ||= digests.size > 1;
process.exitCode = failed ? 1 : 0;
