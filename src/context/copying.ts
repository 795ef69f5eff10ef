import type { HostObjectsImage } from '../bridge/host-objects.ts';
import { Field } from '../engine/abi.ts';
import { type HostClasses, OwnFunction, standInFor } from './classes.ts';
import type { HostNames } from './host-names.ts';
import type { ResolvedContextOptions } from './options.ts';
import type { SnapshotContent, StoredObject } from './snapshot-content.ts';
import { LuaSnapshotError } from './snapshot-error.ts';
import type { State } from './state.ts';

/** A context as what can be copied, and be set to a copy. */
export interface Copyable {
  readonly state: State;
  readonly classes: HostClasses;
  readonly options: ResolvedContextOptions;
  readonly lineage: object;
  names(): HostNames;
}

/**
 * @param borrow whether the copy is used at once, before its context does anything else
 * @throws LuaStateError if the state is broken
 */
export function copyOf(source: Copyable, borrow = false): SnapshotContent {
  const { state, classes, options, lineage, names } = source;
  const image = state.image(borrow);
  const held = image.hosts.map((entry) => entry?.object);
  const classesImage = classes.image(held);
  return {
    state: { ...image, hosts: mapObjects(image.hosts, standInFor) },
    memory: state.engine.get(Field.memoryUsed),
    libraries: options.libraries,
    allowBytecode: options.allowBytecode,
    classPlaces: classes.placesByName(),
    userdataPlace: classesImage.userdataPlace,
    live: { lineage, names: names(), classes: classesImage },
  };
}

/** @throws LuaSnapshotError if the copy does not fit the context; nothing is changed then */
export function restoreCopy(target: Copyable, copy: SnapshotContent): void {
  const { state, classes } = target;
  checkOptions(target.options, copy);
  const related = copy.live?.lineage === target.lineage;
  const hosts = related ? ownObjects(copy, classes) : objectsByName(target, copy);
  try {
    state.restore({ ...copy.state, hosts });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LuaSnapshotError('memory', 'this machine has no memory left for the snapshot', {
      cause: error,
    });
  }
  if (related && copy.live) classes.restore(copy.live.classes);
  else classes.restorePlaces(copy.classPlaces, copy.userdataPlace);
}

/** The very objects; of the functions that each context makes for itself, those of this one. */
export function ownObjects(copy: SnapshotContent, classes: HostClasses): HostObjectsImage {
  return mapObjects(copy.state.hosts, (object) =>
    object instanceof OwnFunction ? classes.ownNamed(object.name, copy.live?.classes.classes) : object,
  );
}

function objectsByName({ classes, names }: Copyable, copy: SnapshotContent): HostObjectsImage {
  const known = names();
  const missing: string[] = [];
  const find = (name: string) => {
    const object = classes.ownNamed(name) ?? known.find(name);
    if (!object) missing.push(`'${name}'`);
    return object;
  };
  const bound = mapObjects(copy.state.hosts, (object) => {
    if (object instanceof OwnFunction) return find(object.name);
    if (copy.live) {
      const name = copy.live.names.nameOf(object);
      return name === undefined ? object : find(name);
    }
    const stored = object as StoredObject;
    return stored.kind === 'named' ? find(stored.name) : storedError(stored.name, stored.message);
  });
  if (missing.length > 0) {
    throw new LuaSnapshotError(
      'missing',
      `the snapshot needs what this context was not given: ${missing.sort().join(', ')}`,
    );
  }
  return bound;
}

function checkOptions(options: ResolvedContextOptions, copy: SnapshotContent): void {
  const { libraries, allowBytecode, limits } = options;
  if (
    libraries.names.join() !== copy.libraries.names.join() ||
    libraries.sealed !== copy.libraries.sealed ||
    allowBytecode !== copy.allowBytecode
  ) {
    throw new LuaSnapshotError(
      'foreign',
      'the snapshot was made in a context with another choice of libraries or allowBytecode: ' +
        'LuaContext.fromSnapshot takes these from the snapshot',
    );
  }
  if (copy.memory > limits.maxMemory) {
    throw new LuaSnapshotError(
      'memory',
      `the snapshot has ${copy.memory} bytes of Lua heap, but the context may use ${limits.maxMemory} (maxMemory)`,
    );
  }
}

function mapObjects(hosts: HostObjectsImage, map: (object: unknown) => unknown): HostObjectsImage {
  return hosts.map((entry) => entry && { holders: entry.holders, object: map(entry.object) });
}

function storedError(name: string, message: string): Error {
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, writable: true, configurable: true });
  return error;
}
