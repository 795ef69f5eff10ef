/** Compiles `const ours: LuaNative = tidelock` against the types that lua-native publishes, which it fetches. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version whose users Tidelock serves. */
const packageName = 'lua-native@1.1.0';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lua-native-'));
const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

try {
  const [packed] = JSON.parse(run('npm', ['pack', packageName, '--json']));
  run('tar', ['xzf', packed.filename]);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'check.mts'),
    `import type { LuaContext, LuaNative } from './package/types.js';
import tidelock, { type LuaContext as OurContext, type LuaNative as OurNative } from ${JSON.stringify(join(root, 'src/lua-native/index.ts'))};

export const ours: LuaNative = tidelock;
export const context: LuaContext = new tidelock.init();
declare const theirs: LuaNative;
declare const theirContext: LuaContext;
export const back: OurNative = theirs;
export const contextBack: OurContext = theirContext;
`,
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      // theirs does not keep to it
      compilerOptions: {
        exactOptionalPropertyTypes: false,
        paths: { '#platform': [join(root, 'src/platform/node.ts')] },
      },
      include: ['check.mts'],
    }),
  );
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  console.log(`tidelock/lua-native has the types of ${packageName}`);
} catch (error) {
  const { stdout } = error as { stdout?: string };
  console.error(stdout || error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
