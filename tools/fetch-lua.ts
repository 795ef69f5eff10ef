/**
 * Gets the official Lua archive that `engine/lua.json` pins, from the first origin that has exactly those
 * bytes: the file named by LUA_TARBALL, the user's cache folder, lua.org, or Debian's source package.
 *
 *     npx tsx tools/fetch-lua.ts
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pin from '../engine/lua.json' with { type: 'json' };

/** Somewhere the archive may be had from. Its bytes are not trusted: `fetchLua` checks them. */
export interface Origin {
  readonly name: string;
  fetch(): Promise<Uint8Array>;
}

export interface FetchLuaOptions {
  /** Environment variables to heed: LUA_TARBALL, XDG_CACHE_HOME, LOCALAPPDATA. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cacheDir?: string;
  /** What to try, in order, when the cache does not have the archive. */
  readonly origins?: Iterable<Origin> | AsyncIterable<Origin>;
}

export interface LuaArchive {
  readonly bytes: Uint8Array;
  /** Where the bytes came from. */
  readonly origin: string;
  /** What did not work on the way: origins passed over, a cache that could not be written. */
  readonly problems: readonly string[];
}

export async function fetchLua(options: FetchLuaOptions = {}): Promise<LuaArchive> {
  const { env = process.env, cacheDir = cacheFolder(env), origins = remoteOrigins() } = options;
  const named = env['LUA_TARBALL'];
  if (named) return { bytes: await readNamed(named), origin: `LUA_TARBALL (${named})`, problems: [] };

  const problems: string[] = [];
  const cacheFile = join(cacheDir, pin.file);
  const cache = { name: `the cache (${cacheFile})`, fetch: () => readFile(cacheFile) };
  const cached = await attempt(cache, problems);
  if (cached) return { bytes: cached, origin: cache.name, problems };

  for await (const origin of origins) {
    const bytes = await attempt(origin, problems);
    if (!bytes) continue;
    // The build has what it needs, so a cache that cannot be written only makes the next one slower.
    await store(cacheFile, bytes).catch((error) =>
      problems.push(`${cache.name} is not written: ${reason(error)}`),
    );
    return { bytes, origin: origin.name, problems };
  }
  throw new Error(
    `cannot get ${pin.file} from any origin:\n${problems.map((line) => `  - ${line}\n`).join('')}` +
      'To build without these, download it by hand and set LUA_TARBALL to the name of the file.',
  );
}

/** The folder in which this platform keeps what can be fetched again. */
export function cacheFolder(env: NodeJS.ProcessEnv, platform = process.platform, home = homedir()): string {
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'tidelock', 'Cache');
  }
  const user = platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
  return join(env['XDG_CACHE_HOME'] || user, 'tidelock');
}

async function readNamed(file: string): Promise<Uint8Array> {
  try {
    return verified(await readFile(file));
  } catch (error) {
    throw new Error(`LUA_TARBALL names ${file}, which is not ${pin.file}: ${reason(error)}`);
  }
}

async function attempt(origin: Origin, problems: string[]): Promise<Uint8Array | undefined> {
  try {
    return verified(await origin.fetch());
  } catch (error) {
    problems.push(`${origin.name}: ${reason(error)}`);
    return undefined;
  }
}

function verified(bytes: Uint8Array): Uint8Array {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length === pin.size && sha256 === pin.sha256) return bytes;
  throw new Error(
    `found ${bytes.length} bytes with SHA-256 ${sha256}, expected ${pin.size} bytes with SHA-256 ${pin.sha256}`,
  );
}

/** Renaming makes the file appear whole or not at all, also when two builds run at once. */
async function store(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** `fetch` says only "fetch failed" and keeps what happened in the cause. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** A generator, so that apt is not asked for its mirrors before lua.org has failed. */
async function* remoteOrigins(): AsyncGenerator<Origin> {
  yield { name: pin.url, fetch: () => download(pin.url) };
  for (const mirror of await debianMirrors()) {
    // One suite at a time: they may hold different versions, and apt would take the newest.
    for (const suite of ['sid', 'forky']) {
      yield {
        name: `Debian source package ${pin.debianSource} (${suite}, ${withoutPassword(mirror)})`,
        fetch: () => downloadDebianSource(mirror, suite),
      };
    }
  }
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * The Debian mirrors of this machine, and Debian's own; none where there is no apt. Asking apt for the
 * addresses it would fetch spares us reading its configuration formats, and works before any update.
 */
async function debianMirrors(): Promise<Set<string>> {
  try {
    const uris = await aptGet(['--print-uris', 'update']);
    // Suites with other characters are no releases: bookworm-security, bookworm-updates.
    const releases = uris.matchAll(/^'(?!cdrom:)(\S*debian\S*)\/dists\/[a-z]+\/main\//gim);
    return new Set([...releases].map(([, mirror = '']) => mirror)).add(debian);
  } catch (error) {
    return new Set(isMissing(error) ? [] : [debian]);
  }
}

const debian = 'http://deb.debian.org/debian';

/** Downloads the `orig` archive with an apt configuration of its own, in a folder that is then removed. */
async function downloadDebianSource(mirror: string, suite: string): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'tidelock-lua-'));
  try {
    await chmod(folder, 0o755); // apt run by root downloads as the user _apt, who must get in
    const config = await configureApt(folder, `deb-src ${signature()} ${mirror} ${suite} main`);
    await aptGet(['-c', config, 'update'], folder);
    await aptGet(['-c', config, 'source', '--download-only', '--tar-only', pin.debianSource], folder);
    const archive = (await readdir(folder)).find((name) => name.startsWith(`${pin.debianSource}_`));
    if (!archive) throw new Error('apt-get downloaded no archive');
    return await readFile(join(folder, archive));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function configureApt(folder: string, source: string): Promise<string> {
  const config = join(folder, 'apt.conf');
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true });
  await mkdir(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(join(folder, 'status'), ''); // no package is installed, so none decides on a version
  await writeFile(join(folder, 'sources.list'), `${source}\n`, { mode: 0o600 }); // may hold a password
  await writeFile(
    config,
    `Dir::Etc::SourceList "${folder}/sources.list";
     Dir::Etc::SourceParts "/dev/null";
     Dir::State "${folder}";
     Dir::State::Lists "${folder}/lists";
     Dir::State::Status "${folder}/status";
     Dir::Cache "${folder}/cache";
     Acquire::Retries "1";
     Acquire::http::Timeout "20";
     Acquire::https::Timeout "20";
     APT::Update::Error-Mode "any";
     // The machine's own hooks clean its caches and refresh its indexes.
     #clear APT::Update::Pre-Invoke;
     #clear APT::Update::Post-Invoke;
     #clear APT::Update::Post-Invoke-Success;
    `,
  );
  return config;
}

/** Debian's signature is checked where its keys are installed; the pinned SHA-256 decides in any case. */
function signature(): string {
  const keyrings = ['pgp', 'gpg'].map((type) => `/usr/share/keyrings/debian-archive-keyring.${type}`);
  const keyring = keyrings.find((file) => existsSync(file));
  return keyring ? `[signed-by=${keyring}]` : '[trusted=yes]';
}

async function aptGet(args: readonly string[], cwd?: string): Promise<string> {
  const options = { cwd, timeout: 180_000, env: { ...process.env, LC_ALL: 'C' } };
  try {
    return (await promisify(execFile)('apt-get', args, options)).stdout;
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    const complaints = stderr.split('\n').filter((line) => line.startsWith('E: '));
    throw complaints.length ? new Error(complaints.join(' ')) : error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^/@]*@/, '//');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { origin, problems } = await fetchLua();
    for (const problem of problems) console.warn(`note: ${problem}`);
    console.log(`${pin.file} from ${origin}`);
  } catch (error) {
    console.error(reason(error));
    process.exitCode = 1;
  }
}
