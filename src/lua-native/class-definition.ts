import { isFunction, isObject, need } from './arguments.ts';
import { tellingAccessors } from './property-error.ts';
import type { ClassDefinition, LuaCallback, LuaInput } from './types.ts';

const reserved = ['__index', '__newindex', '__gc', '__name'];

/**
 * A definition with nothing in it but what counts.
 * @param known the classes that are registered, by name
 * @throws TypeError for what no class can have, Error for a base that is not known
 */
export function checkDefinition(
  name: string,
  definition: ClassDefinition,
  known: ReadonlyMap<string, unknown>,
): ClassDefinition {
  const { construct, readable, writable } = definition;
  need(isFunction(construct), "register_class() definition requires a 'construct' function");
  return {
    construct: checkingInstances(name, construct),
    readable: readable === true,
    writable: writable === true,
    ...checkBase(definition.extends ?? undefined, known),
    methods: functionsOf(definition.methods),
    metamethods: checkMetamethods(functionsOf(definition.metamethods)),
    properties: tellingAccessors(name, checkProperties(definition.properties)),
    statics: checkStatics(recordOf<LuaCallback | LuaInput>(definition.statics)),
  };
}

/** What is no object is refused as text, as what the host throws is. */
function checkingInstances(
  name: string,
  construct: ClassDefinition['construct'],
): ClassDefinition['construct'] {
  return (...args) => {
    const instance: unknown = construct(...args);
    if (typeof instance === 'object' && instance !== null) return instance;
    throw `Class '${name}' constructor must return an object`;
  };
}

function checkBase(base: unknown, known: ReadonlyMap<string, unknown>): { extends?: string } {
  if (base === undefined) return {};
  need(typeof base === 'string', "register_class(): 'extends' must be the name of a registered class");
  if (!known.has(base)) throw new Error(`register_class(): base class '${base}' is not registered`);
  return { extends: base };
}

function checkMetamethods<T extends object>(metamethods: T): T {
  for (const event of Object.keys(metamethods)) {
    need(
      !reserved.includes(event),
      `register_class(): metamethod '${event}' is reserved and cannot be overridden`,
    );
  }
  const events = Object.entries(metamethods).filter(([event]) => isEvent(event));
  return Object.fromEntries(events) as T;
}

/** Fields of a metatable that mean something to Lua, and are not kept from scripts. */
function isEvent(name: string): boolean {
  return name.startsWith('__') && name !== '__metatable' && name !== '__mode';
}

function checkProperties(properties: unknown): NonNullable<ClassDefinition['properties']> {
  const checked = recordOf<{ get?: unknown; set?: unknown }>(properties);
  for (const [name, property] of Object.entries(checked)) {
    need(
      isObject(property),
      `register_class(): property '${name}' must be an object with 'get' and/or 'set' functions`,
    );
    need(
      isFunction(property.get) || isFunction(property.set),
      `register_class(): property '${name}' declares neither 'get' nor 'set'`,
    );
  }
  return checked as NonNullable<ClassDefinition['properties']>;
}

function checkStatics<T extends object>(statics: T): T {
  need(
    !Object.hasOwn(statics, 'new'),
    "register_class(): static 'new' is reserved \u2014 it is the constructor",
  );
  return statics;
}

function functionsOf<T>(functions: Readonly<Record<string, T>> | undefined): Record<string, T> {
  const entries = Object.entries(recordOf<T>(functions)).filter(([, fn]) => isFunction(fn));
  return Object.fromEntries(entries);
}

/** What is no object counts as absent. */
function recordOf<T>(value: unknown): Record<string, T> {
  return isObject(value) ? ({ ...value } as Record<string, T>) : {};
}
