import { LuaOptionError } from '../bridge/errors.ts';
import { decodeText } from '../bridge/text.ts';
import type { HostFunction, LuaInput } from '../bridge/values.ts';
import { maxDepth } from '../engine/abi.ts';
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
   * from. Without it that begins when the script has made one, for objects of the same prototype.
   */
  readonly class?: abstract new (
    ...args: never[]
  ) => object;
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
  readonly methods: Readonly<Record<string, HostFunction>>;
  readonly properties: Readonly<Record<string, LuaProperty>>;
}

interface RegisteredClass extends Access {
  readonly metamethods: Readonly<Record<string, HostFunction>>;
  readonly place: number;
}

/** Objects with these are values of their own kind, whichever constructor returned one. */
const builtInPrototypes = new Set<object | null>([
  null,
  ...[Object, Array, Map, Set, Date, RegExp, Error, Promise, ArrayBuffer, Uint8Array, DataView].map(
    ({ prototype }) => prototype as object,
  ),
]);

const reservedEvents = new Set(['__index', '__newindex', '__gc', '__metatable', '__mode']);

/** The objects of the host that scripts see as userdata, and what they may do with them. */
export class HostClasses {
  private readonly state: State;
  private readonly classes = new Map<string, RegisteredClass>();
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
      ...indexing((self) => this.userdata.get(self)),
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
    const place = this.state.makeMetatable({ __name: name, ...indexing(() => members), ...events });
    const registered: RegisteredClass = { ...members, metamethods: events, place };
    this.classes.set(name, registered);
    if (prototype) this.byPrototype.set(prototype, registered);
    const make = (...args: unknown[]) => this.adopt(construct(...args), name, registered);
    this.state.setGlobal([name], { ...statics, new: make });
  }

  private adopt(instance: object, name: string, registered: RegisteredClass): object {
    if (typeof instance !== 'object' || instance === null) {
      throw new TypeError(`the constructor of class '${name}' returned ${instance}, not an object`);
    }
    this.instances.set(instance, registered);
    const prototype = Object.getPrototypeOf(instance);
    if (!builtInPrototypes.has(prototype)) this.byPrototype.set(prototype, registered);
    return instance;
  }

  private metatableOf(object: object): number | undefined {
    if (this.userdata.has(object)) return this.userdataPlace;
    if (this.classes.size === 0) return undefined;
    return (this.instances.get(object) ?? this.classOf(object))?.place;
  }

  private classOf(object: object): RegisteredClass | undefined {
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
  if (host === undefined) return undefined;
  const prototype: unknown = typeof host === 'function' ? host.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null || builtInPrototypes.has(prototype)) {
    throw new LuaOptionError('class', host, 'a class other than those of JavaScript itself');
  }
  return prototype;
}

function accessOf(options: UserdataOptions): Omit<Access, 'label' | 'properties'> {
  const { readable = false, writable = false, methods = {} } = options;
  for (const [name, method] of Object.entries(methods)) {
    if (typeof method !== 'function') throw new LuaOptionError(`methods.${name}`, method, 'a function');
  }
  return { readable, writable, methods: { ...methods } };
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

function propertyName(key: unknown): string | undefined {
  if (key instanceof Uint8Array) return decodeText(key, 0, key.length);
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}
