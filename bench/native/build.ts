import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchLua } from '../../tools/fetch-lua.ts';
import { readLuaSources } from '../../tools/untar.ts';

const benchmark = fileURLToPath(new URL('main.c', import.meta.url));
const folder = fileURLToPath(new URL('../../build/native/', import.meta.url));

// What Lua's own Makefile passes for these platforms, less its interactive shell's readline.
const platformFlags: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['-DLUA_USE_LINUX', '-Wl,-E', '-ldl'],
  darwin: ['-DLUA_USE_MACOSX'],
};

/** Compiles native Lua with a main program, unless that is done already; undefined where gcc is missing. */
export async function buildNative(main = benchmark): Promise<string | undefined> {
  if (!hasGcc()) return undefined;
  const { bytes } = await fetchLua();
  const key = createHash('sha256').update(bytes).update(readFileSync(main)).digest('hex').slice(0, 12);
  const binary = join(folder, `lua-${key}${process.platform === 'win32' ? '.exe' : ''}`);
  if (!existsSync(binary)) compile(bytes, main, binary);
  return binary;
}

function hasGcc(): boolean {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function compile(archive: Uint8Array, main: string, binary: string): void {
  const src = join(folder, 'src');
  mkdirSync(src, { recursive: true });
  const sources = readLuaSources(archive);
  for (const [name, content] of sources) writeFileSync(join(src, name), content);
  const units = [...sources.keys()].filter((name) => name.endsWith('.c') && !/^luac?\.c$/.test(name));
  const flags = ['-std=gnu99', '-O2', '-Wall', '-Wextra', `-I${src}`];
  const unfinished = `${binary}.${process.pid}.tmp`;
  execFileSync(
    'gcc',
    [
      ...flags,
      '-o',
      unfinished,
      main,
      ...units.map((name) => join(src, name)),
      '-lm',
      ...(platformFlags[process.platform] ?? []),
    ],
    { stdio: 'inherit' },
  );
  renameSync(unfinished, binary);
}
