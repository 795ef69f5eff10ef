import type { Fd } from '@bjorn3/browser_wasi_shim';
import { Folder } from '#platform';
import { LuaOptionError } from '../bridge/errors.ts';

/** A folder of the machine that scripts see under a name of its own. */
export interface Mount {
  /** The folder; what leads out of it, be it by `..` or by a link, is not there for scripts. */
  readonly path: string;
  /** Whether scripts may make, change and remove files in it. Default false. */
  readonly write?: boolean;
}

const accepts = "'deny' or an object of mounts such as { '/data': { path: './data', write: false } }";

/** @throws LuaOptionError for what is not a mount, and for a folder that is not there */
export function openMounts(filesystem: 'deny' | Readonly<Record<string, Mount>>): ReadonlyMap<string, Fd> {
  if (filesystem === 'deny') return new Map();
  if (typeof filesystem !== 'object' || filesystem === null || Array.isArray(filesystem)) {
    throw new LuaOptionError('filesystem', filesystem, accepts);
  }
  return new Map(Object.entries(filesystem).map(([name, mount]) => [name, openMount(name, mount)]));
}

function openMount(name: string, mount: Mount): Fd {
  if (!/^(\/[^/\0]+)+$|^\/$/.test(name) || /\/\.{1,2}(\/|$)/.test(name)) {
    throw new LuaOptionError('filesystem', name, "an object whose names are absolute, such as '/data'");
  }
  if (typeof mount !== 'object' || mount === null || typeof mount.path !== 'string') {
    throw new LuaOptionError(`filesystem['${name}']`, mount, 'an object with the path of a folder');
  }
  const unknown = Object.keys(mount).find((key) => key !== 'path' && key !== 'write');
  if (unknown !== undefined) {
    throw new LuaOptionError(`filesystem['${name}']`, unknown, 'an object with no options but path, write');
  }
  if (mount.write !== undefined && typeof mount.write !== 'boolean') {
    throw new LuaOptionError(`filesystem['${name}'].write`, mount.write, 'a boolean');
  }
  try {
    return new Folder(mount.path, mount.write ?? false);
  } catch (error) {
    const reason = (error as Error).message;
    throw new LuaOptionError(`filesystem['${name}'].path`, mount.path, `the path of a folder (${reason})`);
  }
}
