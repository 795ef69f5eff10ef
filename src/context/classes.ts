import { LuaOptionError } from '../bridge/errors.ts';
import { decodeText } from '../bridge/text.ts';
import type { HostFunction, LuaInput } from '../bridge/values.ts';
import { maxDepth } from '../engine/abi.ts';
import { functionsIn } from './host-names.ts';
import type { State } from './state.ts';

/** A function called with the object as its first argument: `object:method(...)` in Lua. */
// biome-ignore lint/suspicious/noExplicitAny: the host knows what its own objects are
export type LuaMethod = (self: any, ...args: any[]) => any;

export interface UserdataOptions {
  /** Whether scripts may read the object's own properties. Default false. */
  readonly readable?: boolean;
  /** Whether scripts may set properties. Default false. */
  readonly writable?: boolean;
  /** Functions that scripts may call on the object; they win over properties of the same name. */
  readonly methods?: Readonly<Record<string, LuaMethod>>;
  /** Whether to index the object is an error, as it is for a userdata without a metatable. Default false. */
  readonly isOpaque?: boolean;
}

/** A property of a class by functions. Reading one without `get`, or writing one without `set`, is an error. */
export interface LuaProperty {
  // biome-ignore lint/suspicious/noExplicitAny: the host knows what its own objects are
  readonly get?: (self: any) => LuaInput;
  // biome-ignore lint/suspicious/noExplicitAny: the host knows what its own objects are
  readonly set?: (self: any, value: any) => void;
}

export interface ClassDefinition extends UserdataOptions {
  /** Makes an instance for `Name.new(...)` in Lua. */
  // biome-ignore lint/suspicious/noExplicitAny: the host knows what its own constructor takes
  readonly construct: (...args: any[]) => object;
  /**
   * The JavaScript class, whose instances, and those of its subclasses, scripts see by reference wherever they come
   * from. Without it that begins when the script has made one, for objects of the same prototype. With null it is
   * only what scripts have made.
   */
  readonly class?: (abstract new (...args: never[]) => object) | null;
  /** Properties by functions: found after methods and before `readable` and `writable`. */
  readonly properties?: Readonly<Record<string, LuaProperty>>;
  /** Members of the class itself: `Name.member`. Values are converted once, when the class is registered. */
  readonly statics?: Readonly<Record<string, LuaInput | HostFunction>>;
  /** Metamethods (manual section 2.4) for instances, such as `__add`; operands arrive as the objects. */
  readonly metamethods?: Readonly<Record<string, HostFunction>>;
  /** A class registered before, whose methods, properties and metamethods this one has too. */
  readonly extends?: string;
}

/** What scripts may do with an object. */
interface Access {
  /** For messages: `class 'Player'` or `userdata 'player'`. */
  readonly label: string;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly isOpaque: boolean;
  readonly methods: Readonly<Record<string, HostFunction>>;
  readonly properties: Readonly<Record<string, LuaProperty>>;
}

interface RegisteredClass extends Access {
  readonly definition: ClassDefinition;
  /** Stands for the registration, in whichever copy of the state. */
  readonly identity: object;
  /** Those that a class which extends this one has too. */
  readonly metamethods: Readonly<Record<string, HostFunction>>;
  readonly indexing: Readonly<Record<string, HostFunction>>;
}

/** What goes with the image of a state. */
export interface HostClassesImage {
  readonly classes: ReadonlyMap<string, RegisteredClass>;
  /** Of all registrations, those too whose names were registered again. */
  readonly places: ReadonlyMap<object, number>;
  readonly userdataPlace: number | undefined;
  /** What scripts may do with the objects that the state holds. */
  readonly members: readonly HostMember[];
}

/** An object that scripts see as userdata, of a class or by itself. */
interface HostMember {
  readonly object: object;
  readonly access: Access | undefined;
  readonly registered: RegisteredClass | undefined;
}

/** Stands in an image for a function that each context makes for itself, and which leads to that context. */
export class OwnFunction {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const ownFunctions = new WeakMap<object, OwnFunction>();

/** What stands in images for an object of the host: the object, unless it is a context's own function. */
export function standInFor(object: unknown): unknown {
  return typeof object === 'function' ? (ownFunctions.get(object) ?? object) : object;
}

/** Objects with these are values of their own kind, whichever constructor returned one. */
const builtInPrototypes = new Set<object | null>([
  null,
  ...[Object, Array, Map, Set, Date, RegExp, Error, Promise, ArrayBuffer, Uint8Array, DataView].map(
    ({ prototype }) => prototype as object,
  ),
]);

const userdataReader = 'userdata __index';
const userdataWriter = 'userdata __newindex';

const reservedEvents = new Set(['__index', '__newindex', '__gc', '__metatable', '__mode']);

/** The objects of the host that scripts see as userdata, and what they may do with them. */
export class HostClasses {
  private readonly state: State;
  private classes: ReadonlyMap<string, RegisteredClass> = new Map();
  /** Where the engine keeps the metatables of instances, by the registrations' identities. */
  private places: ReadonlyMap<object, number> = new Map();
  private readonly own = new Map<string, HostFunction>();
  private readonly instances = new WeakMap<object, RegisteredClass>();
  private readonly byPrototype = new WeakMap<object, RegisteredClass>();
  private readonly userdata = new WeakMap<object, Access>();
  private userdataPlace: number | undefined;

  constructor(state: State) {
    this.state = state;
    state.metatableOf = (object) => this.metatableOf(object);
  }

  /** @throws LuaOptionError for what is not an object, or options that are not what they must be */
  setUserdata(name: string, object: object, options: UserdataOptions): void {
    if (typeof object !== 'object' || object === null) throw new LuaOptionError('value', object, 'an object');
    this.userdata.set(object, {
      label: `userdata '${name}'`,
      ...accessOf(options),
      properties: {},
    });
    this.userdataPlace ??= this.state.makeMetatable({
      __name: 'userdata',
      ...this.userdataIndexing(),
    });
    this.state.setGlobal([name], object);
  }

  /** @throws LuaOptionError for a definition that is not what it must be */
  registerClass(name: string, definition: ClassDefinition): void {
    const { construct, statics = {}, properties = {}, metamethods = {} } = definition;
    if (typeof construct !== 'function') throw new LuaOptionError('construct', construct, 'a function');
    if (Object.hasOwn(statics, 'new'))
      throw new LuaOptionError('statics', 'new', 'members other than new, the constructor');
    for (const event of Object.keys(metamethods)) {
      if (!event.startsWith('__') || reservedEvents.has(event)) {
        throw new LuaOptionError(
          'metamethods',
          event,
          `names that start with __, but for ${[...reservedEvents].join(', ')}`,
        );
      }
    }
    for (const [event, metamethod] of Object.entries(metamethods)) {
      if (typeof metamethod !== 'function')
        throw new LuaOptionError(`metamethods.${event}`, metamethod, 'a function');
    }
    const prototype = prototypeOf(definition.class);
    const base = this.baseOf(definition.extends);
    const access = accessOf(definition);
    const events = { ...base?.metamethods, ...metamethods };
    const members: Access = {
      ...access,
      label: `class '${name}'`,
      methods: { ...base?.methods, ...access.methods },
      properties: { ...base?.properties, ...properties },
    };
    const accessors = indexing(() => members);
    const identity = {};
    const place = this.state.makeMetatable({ __name: name, ...accessors, ...events });
    const registered = { ...members, definition, identity, metamethods: events, indexing: accessors };
    this.classes = new Map([...this.classes, [name, registered]]);
    this.places = new Map([...this.places, [identity, place]]);
    if (prototype) this.byPrototype.set(prototype, registered);
    const table = this.state.converters.asTable({ ...statics, new: this.maker(name) });
    this.state.setGlobal([name], table);
  }

  /** @param held the objects of the host that the state holds */
  image(held: Iterable<unknown>): HostClassesImage {
    const { classes, places, userdataPlace } = this;
    const members: HostMember[] = [];
    for (const object of held) {
      if (typeof object !== 'object' || object === null) continue;
      const access = this.userdata.get(object);
      const registered = this.classOf(object);
      if (access || registered) members.push({ object, access, registered });
    }
    return { classes, places, userdataPlace, members };
  }

  /** What goes with the image of a state that was restored: of this context, or one that it is a fork of. */
  restore(image: HostClassesImage): void {
    this.classes = image.classes;
    this.places = image.places;
    this.userdataPlace = image.userdataPlace;
    for (const { object, access, registered } of image.members) {
      if (access) this.userdata.set(object, access);
      if (registered) this.remember(object, registered);
    }
  }

  placesByName(): ReadonlyMap<string, number> {
    return new Map(
      Array.from(this.classes, ([name, { identity }]) => [name, this.places.get(identity) as number]),
    );
  }

  /** What goes with a state of another context, whose classes of the same names have these places. */
  restorePlaces(places: ReadonlyMap<string, number>, userdataPlace: number | undefined): void {
    this.classes = new Map([...this.classes].filter(([name]) => places.has(name)));
    this.places = new Map(
      Array.from(this.classes, ([name, { identity }]) => [identity, places.get(name) as number]),
    );
    this.userdataPlace = userdataPlace;
  }

  /** This context's own function of that name, if it has one or, with these classes, is to have it. */
  ownNamed(name: string, classes: ReadonlyMap<string, unknown> = this.classes): HostFunction | undefined {
    if (name === userdataReader || name === userdataWriter) {
      const { __index, __newindex } = this.userdataIndexing();
      return name === userdataReader ? __index : __newindex;
    }
    const className = /^class (.*)\.new$/s.exec(name)?.[1];
    return className !== undefined && classes.has(className) ? this.maker(className) : undefined;
  }

  /** The host's functions of classes, by names under which another context finds its own. */
  *named(): Generator<[string, object]> {
    for (const [name, { definition, methods, metamethods, indexing }] of this.classes) {
      yield* functionsIn(`class ${name}`, definition.statics);
      for (const [method, fn] of Object.entries(methods)) yield [`class ${name}:${method}`, fn];
      for (const [event, fn] of Object.entries({ ...indexing, ...metamethods })) {
        yield [`class ${name} ${event}`, fn];
      }
    }
  }

  private userdataIndexing(): Record<'__index' | '__newindex', HostFunction> {
    const made = indexing((self) => this.userdata.get(self));
    return {
      __index: this.ownFunction(userdataReader, made.__index),
      __newindex: this.ownFunction(userdataWriter, made.__newindex),
    };
  }

  private maker(name: string): HostFunction {
    return this.ownFunction(`class ${name}.new`, (...args: unknown[]) => {
      const registered = this.classes.get(name);
      if (!registered) throw new TypeError(`class '${name}' is not registered in this context`);
      return this.adopt(registered.definition.construct(...args), name, registered);
    });
  }

  private ownFunction(name: string, fn: HostFunction): HostFunction {
    const known = this.own.get(name);
    if (known) return known;
    this.own.set(name, fn);
    ownFunctions.set(fn, new OwnFunction(name));
    return fn;
  }

  private adopt(instance: object, name: string, registered: RegisteredClass): object {
    if (typeof instance !== 'object' || instance === null) {
      throw new TypeError(`the constructor of class '${name}' returned ${instance}, not an object`);
    }
    this.remember(instance, registered);
    return instance;
  }

  private remember(instance: object, registered: RegisteredClass): void {
    this.instances.set(instance, registered);
    const prototype = Object.getPrototypeOf(instance);
    if (registered.definition.class !== null && !builtInPrototypes.has(prototype))
      this.byPrototype.set(prototype, registered);
  }

  private metatableOf(object: object): number | undefined {
    if (this.userdata.has(object)) return this.userdataPlace;
    if (this.classes.size === 0) return undefined;
    const registered = this.classOf(object);
    return registered && this.places.get(registered.identity); // none if a state without the class was restored
  }

  private classOf(object: object): RegisteredClass | undefined {
    const own = this.instances.get(object);
    if (own) return own;
    let prototype = Object.getPrototypeOf(object);
    // a proxy may claim to be its own prototype
    for (let depth = 0; depth < maxDepth && !builtInPrototypes.has(prototype); depth++) {
      const found = this.byPrototype.get(prototype);
      if (found) return found;
      prototype = Object.getPrototypeOf(prototype);
    }
    return undefined;
  }

  private baseOf(name: string | undefined): RegisteredClass | undefined {
    if (name === undefined) return undefined;
    const base = this.classes.get(name);
    if (!base) throw new LuaOptionError('extends', name, 'the name of a class registered before');
    return base;
  }
}

/** @throws LuaOptionError for what is not a class, or not one of the host's own */
function prototypeOf(host: ClassDefinition['class']): object | undefined {
  if (host === undefined || host === null) return undefined;
  const prototype: unknown = typeof host === 'function' ? host.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null || builtInPrototypes.has(prototype)) {
    throw new LuaOptionError('class', host, 'a class other than those of JavaScript itself');
  }
  return prototype;
}

function accessOf(options: UserdataOptions): Omit<Access, 'label' | 'properties'> {
  const { readable = false, writable = false, isOpaque = false, methods = {} } = options;
  for (const [name, method] of Object.entries(methods)) {
    if (typeof method !== 'function') throw new LuaOptionError(`methods.${name}`, method, 'a function');
  }
  return { readable, writable, isOpaque, methods: { ...methods } };
}

/**
 * The metamethods through which scripts reach an object: own properties only, never the prototype chain,
 * so that `constructor` and the like do not exist for Lua.
 */
function indexing(
  accessTo: (self: object) => Access | undefined,
): Record<'__index' | '__newindex', HostFunction> {
  return {
    __index: (self: object, key: unknown) => {
      const access = accessTo(self);
      const name = propertyName(key);
      if (access?.isOpaque) throw opaqueError(access);
      if (!access || name === undefined) return undefined;
      if (Object.hasOwn(access.methods, name)) return access.methods[name];
      if (Object.hasOwn(access.properties, name)) {
        const get = access.properties[name]?.get;
        if (!get) throw new TypeError(`property '${name}' of ${access.label} is write-only`);
        return get(self);
      }
      return access.readable && Object.hasOwn(self, name)
        ? (self as Record<string, unknown>)[name]
        : undefined;
    },
    __newindex: (self: object, key: unknown, value: unknown) => {
      const access = accessTo(self);
      const name = propertyName(key);
      if (access?.isOpaque) throw opaqueError(access);
      if (!access || name === undefined)
        throw new TypeError(`${String(key)} cannot be the name of a property`);
      if (Object.hasOwn(access.properties, name)) {
        const set = access.properties[name]?.set;
        if (!set) throw new TypeError(`property '${name}' of ${access.label} is read-only`);
        set(self, value);
      } else if (!access.writable || Object.hasOwn(access.methods, name)) {
        throw new TypeError(`property '${name}' of ${access.label} is read-only`);
      } else if (Object.hasOwn(self, name)) {
        (self as Record<string, unknown>)[name] = value;
      } else {
        Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });
      }
    },
  };
}

function opaqueError({ label }: Access): TypeError {
  return new TypeError(`attempt to index a userdata value (${label} is opaque)`);
}

function propertyName(key: unknown): string | undefined {
  if (key instanceof Uint8Array) return decodeText(key, 0, key.length);
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}
