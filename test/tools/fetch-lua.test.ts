import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pin from '../../engine/lua.json' with { type: 'json' };
import { cacheFolder, fetchLua, type Origin } from '../../tools/fetch-lua.ts';
import { readLuaSources } from '../../tools/untar.ts';

let archive: Uint8Array;
let folder: string;
let cacheDir: string;
let cacheFile: string;

beforeAll(async () => {
  archive = (await fetchLua()).bytes;
}, 120_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidelock-test-'));
  cacheDir = join(folder, 'cache');
  cacheFile = join(cacheDir, pin.file);
});

afterEach(() => rm(folder, { recursive: true }));

const garbage = Buffer.from('not Lua');

function serving(name: string, bytes: Uint8Array): Origin {
  return { name, fetch: async () => bytes };
}

const unreachable: Origin = {
  name: 'unreachable',
  fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('no route to host') })),
};

/** `fetchLua` cut off from this machine's own environment, cache and network. */
function fetchFrom(origins: readonly Origin[], env: NodeJS.ProcessEnv = {}) {
  return fetchLua({ env, cacheDir, origins });
}

async function fileHolding(bytes: Uint8Array): Promise<string> {
  const file = join(folder, 'by-hand.tar.gz');
  await writeFile(file, bytes);
  return file;
}

describe('LUA_TARBALL', () => {
  it('comes before every other origin', async () => {
    const file = await fileHolding(archive);
    const { bytes, origin } = await fetchFrom([unreachable], { LUA_TARBALL: file });
    expect(Buffer.compare(bytes, archive)).toBe(0);
    expect(origin).toContain(file);
  });

  it('is refused when it names other bytes, and nothing else is tried', async () => {
    const file = await fileHolding(garbage);
    const fetching = fetchFrom([serving('good', archive)], { LUA_TARBALL: file });
    await expect(fetching).rejects.toThrow(
      /LUA_TARBALL names .*by-hand.*found 7 bytes with SHA-256 \w{64}, expected 398643 bytes with SHA-256 1c4b/,
    );
  });

  it('is refused when it names no file', async () => {
    const fetching = fetchFrom([serving('good', archive)], { LUA_TARBALL: join(folder, 'absent') });
    await expect(fetching).rejects.toThrow(/LUA_TARBALL names .*absent.*ENOENT/);
  });

  it('counts as unset when it is empty', async () => {
    const { origin } = await fetchFrom([serving('good', archive)], { LUA_TARBALL: '' });
    expect(origin).toBe('good');
  });
});

describe('the cache', () => {
  it('keeps what an origin delivered', async () => {
    await fetchFrom([serving('good', archive)]);
    expect(await readdir(cacheDir)).toEqual([pin.file]);
    const { bytes, origin } = await fetchFrom([]);
    expect(Buffer.compare(bytes, archive)).toBe(0);
    expect(origin).toContain(cacheFile);
  });

  it('is reported and replaced when it is damaged', async () => {
    await fetchFrom([serving('good', archive)]);
    await writeFile(cacheFile, archive.with(1000, (archive[1000] ?? 0) ^ 1));
    const { origin, problems } = await fetchFrom([serving('good', archive)]);
    expect(origin).toBe('good');
    expect(problems).toEqual([expect.stringMatching(/cache.*found 398643 bytes/)]);
    expect(Buffer.compare(await readFile(cacheFile), archive)).toBe(0);
  });

  it('may be impossible to write', async () => {
    await writeFile(cacheDir, 'a file where the folder should be');
    const { origin, problems } = await fetchFrom([serving('good', archive)]);
    expect(origin).toBe('good');
    expect(problems).toContainEqual(expect.stringContaining('is not written'));
  });

  it('lies where each platform keeps its caches', () => {
    expect(cacheFolder({}, 'linux', '/home/u')).toBe(join('/home/u', '.cache', 'tidelock'));
    expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' }, 'linux', '/home/u')).toBe(join('/xdg', 'tidelock'));
    expect(cacheFolder({}, 'darwin', '/Users/u')).toBe(join('/Users/u', 'Library', 'Caches', 'tidelock'));
    expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'H')).toBe(join('L', 'tidelock', 'Cache'));
  });
});

describe('the origins', () => {
  it('are tried in order until one has the pinned bytes', async () => {
    const tried: string[] = [];
    const noting = (origin: Origin): Origin => ({
      name: origin.name,
      fetch: () => {
        tried.push(origin.name);
        return origin.fetch();
      },
    });
    const origins = [
      unreachable,
      serving('wrong', garbage),
      serving('good', archive),
      serving('late', archive),
    ];
    const { origin } = await fetchFrom(origins.map(noting));
    expect(origin).toBe('good');
    expect(tried).toEqual(['unreachable', 'wrong', 'good']);
  });

  it('are all named with their reasons when none serves', async () => {
    const message = await fetchFrom([unreachable, serving('wrong', garbage)]).catch(String);
    expect(message).toMatch(/cache.*ENOENT/);
    expect(message).toContain('unreachable: no route to host');
    expect(message).toContain('wrong: found 7 bytes');
    expect(message).toContain('set LUA_TARBALL');
  });

  it('leave nothing in the cache when their bytes are refused', async () => {
    await expect(fetchFrom([serving('wrong', garbage)])).rejects.toThrow();
    await expect(readdir(cacheDir)).rejects.toThrow('ENOENT');
  });
});

describe('readLuaSources', () => {
  it('returns the files of src by name', () => {
    const sources = readLuaSources(archive);
    expect([...sources.keys()]).toEqual(expect.arrayContaining(['lvm.c', 'lua.h', 'ljumptab.h', 'Makefile']));
    expect([...sources.keys()].filter((name) => name.includes('/'))).toEqual([]);
    expect(Buffer.from(sources.get('lvm.c') ?? []).toString()).toContain('void luaV_execute (');
    expect(Buffer.from(sources.get('lua.h') ?? []).toString()).toContain('#define LUA_VERSION_RELEASE_N');
  });

  it('refuses a damaged header and a truncated archive', () => {
    const tar = gunzipSync(archive);
    expect(() => readLuaSources(gzipSync(tar.subarray(0, 100_000)))).toThrow('cut short');
    expect(() => readLuaSources(gzipSync(tar.subarray(0, 512)))).toThrow('no end');
    tar[0] = 0x21;
    expect(() => readLuaSources(gzipSync(tar))).toThrow('damaged tar header at byte 0');
  });
});
