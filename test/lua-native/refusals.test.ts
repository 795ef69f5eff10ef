import { describe, expect, test } from 'vitest';
import type { LuaContext } from '../../src/lua-native/index.ts';
import { all, luaNative } from './support.ts';

type Call = (lua: Any) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: what the types refuse is to be passed
type Any = any;

const text = 'Expected string argument';
const coroutine = 'requires a coroutine object';

describe('what is said of wrong arguments', () => {
  test.each<[string, Call, string]>([
    ['execute_script', (lua) => lua.execute_script(5), text],
    ['execute_file', (lua) => lua.execute_file(), text],
    ['execute_async', (lua) => lua.execute_async({}), text],
    ['compile', (lua) => lua.compile(null), text],
    ['add_search_path', (lua) => lua.add_search_path(1), text],
    [
      'the options of a script',
      (lua) => lua.execute_script('', 5),
      'execute_script() options must be an object',
    ],
    ['a chunk name', (lua) => lua.compile('', { chunkName: 5 }), 'compile() chunkName must be a string'],
    ['set_global', (lua) => lua.set_global(5, 1), 'Expected string name as first argument'],
    ['set_global without a value', (lua) => lua.set_global('x'), 'Expected string name as first argument'],
    ['get_global', (lua) => lua.get_global(), 'Expected string name as first argument'],
    [
      'a path',
      (lua) => lua.get_global('a..b'),
      "Invalid global path 'a..b': path segments must be non-empty",
    ],
    ['get_global_ref', (lua) => lua.get_global_ref(5), 'get_global_ref() requires a string name'],
    ['call', (lua) => lua.call(5), 'call(name, ...args) requires a string name'],
    ['what is called', (lua) => lua.call('math'), "Lua global 'math' is not a function"],
    ['call_async', (lua) => lua.call_async(5), 'requires a global name or a Lua function'],
    ['pcall', (lua) => lua.pcall(5), 'pcall(fn, ...args) requires a function as the first argument'],
    ['create_table', (lua) => lua.create_table(5), 'create_table() argument must be an object or array'],
    ['get', (lua) => lua.create_table().get(), 'get() requires a key argument'],
    ['has', (lua) => lua.create_table().has({}), 'has() key must be a string, number, or boolean'],
    ['set', (lua) => lua.create_table().set('a'), 'set() requires key and value arguments'],
    [
      'create_environment',
      (lua) => lua.create_environment([]),
      'create_environment() options must be an object',
    ],
    [
      'a whitelist',
      (lua) => lua.create_environment({ whitelist: [1] }),
      'create_environment(): whitelist entries must be strings',
    ],
    [
      'execute_script_in',
      (lua) => lua.execute_script_in({}, ''),
      'the first argument must be an environment or table reference',
    ],
    ['set_metatable', (lua) => lua.set_metatable({}, {}), 'requires a global name or a table handle'],
    ['a metatable', (lua) => lua.set_metatable('math', 5), 'set_metatable(): metatable must be an object'],
    ['set_userdata', (lua) => lua.set_userdata('u', 5), 'Expected (string, object[, options])'],
    ['register_module', (lua) => lua.register_module('m', 5), 'Expected (string, object)'],
    ['register_class', (lua) => lua.register_class('A', 5), 'requires a string name and an object'],
    ['a constructor', (lua) => lua.register_class('A', {}), "definition requires a 'construct' function"],
    [
      'a metamethod',
      (lua) => lua.register_class('A', { construct: () => ({}), metamethods: { __index: () => 1 } }),
      "register_class(): metamethod '__index' is reserved and cannot be overridden",
    ],
    [
      'a property',
      (lua) => lua.register_class('A', { construct: () => ({}), properties: { x: {} } }),
      "register_class(): property 'x' declares neither 'get' nor 'set'",
    ],
    ['add_searcher', (lua) => lua.add_searcher(5), 'add_searcher(fn) requires a function'],
    ['register_type_converter', (lua) => lua.register_type_converter(() => true), 'requires two functions'],
    ['create_coroutine', (lua) => lua.create_coroutine('return 5'), 'Script must return a function'],
    ['resume', (lua) => lua.resume(), 'Expected a coroutine object as first argument'],
    ['resume_async', (lua) => lua.resume_async(), coroutine],
    ['close', (lua) => lua.close(), coroutine],
    ['release', (lua) => lua.release({}), 'requires a Lua function, coroutine, or table reference'],
    ['release of a function', (lua) => lua.release(() => 1), 'the function is not a Lua function reference'],
    ['load_bytecode', (lua) => lua.load_bytecode('return 1'), 'Expected Buffer argument'],
    ['set_hook', (lua) => lua.set_hook(5, {}), 'set_hook(callback, options) requires a function'],
    [
      'the events of a hook',
      (lua) => lua.set_hook(() => {}, {}),
      'at least one of call, return, line, or count',
    ],
    ['get_locals', (lua) => lua.get_locals(), 'get_locals(level) requires a stack level'],
    ['gc', (lua) => lua.gc(), 'gc(command) requires a command string'],
    ['a size of a step', (lua) => lua.gc('step', 'x'), "gc('step', stepSize): stepSize must be a number"],
  ])('%s', (_, call, message) => {
    const lua: LuaContext = all();
    expect(() => call(lua)).toThrow(TypeError);
    expect(() => call(lua)).toThrow(message);
  });

  test.each<[string, Call, string]>([
    ['a level', (lua) => lua.get_locals(-1), 'level must be a non-negative integer'],
    ['a level that there is not', (lua) => lua.get_locals(5), 'no stack frame at level 5'],
    ['a depth', (lua) => lua.get_stack({ maxLevels: -1 }), 'maxLevels must be a non-negative integer'],
    [
      'a count',
      (lua) => lua.set_hook(() => {}, { count: 0 }),
      'set_hook(): count must be a positive integer',
    ],
    ['a parameter', (lua) => lua.gc('param', 'pause', -1), 'value must be between 0 and 100000'],
    ['a step', (lua) => lua.gc('step', -1), 'stepSize must be non-negative'],
    ['a limit', () => new luaNative.init({}, { timeout: -1 }), 'timeout must be a non-negative number'],
  ])('and of figures out of range: %s', (_, call, message) => {
    const lua = all();
    expect(() => call(lua)).toThrow(RangeError);
    expect(() => call(lua)).toThrow(message);
  });

  test.each<[string, Call, string]>([
    ['a file without a name', (lua) => lua.execute_file(''), 'File path cannot be empty'],
    ['no bytecode', (lua) => lua.load_bytecode(Buffer.alloc(0)), 'Bytecode cannot be empty'],
    [
      'a field that is no table',
      (lua) => lua.create_table().get_ref('x'),
      "field 'x' is not a table (got nil)",
    ],
    [
      'a way through a number',
      (lua) => lua.set_global('math.pi.x', 1),
      "intermediate 'pi' is a number, not a table",
    ],
    ['the same through it', (lua) => lua.get_global('math.pi.x'), 'attempt to index a number value'],
    ['a state too large', () => all({}, { maxMemory: 1000 }), 'Failed to create Lua state'],
  ])('and of what cannot be: %s', (_, call, message) => {
    const lua = all();
    expect(() => call(lua)).toThrow(message);
  });
});

test('a class is registered once', () => {
  const lua = all();
  lua.register_class('A', { construct: () => ({}) });
  expect(() => lua.register_class('A', { construct: () => ({}) })).toThrow(
    "class 'A' is already registered on this context",
  );
  lua.reset();
  lua.register_class('A', { construct: () => ({}) });
});

test('options of the wrong type count as absent where lua-native ignores them', () => {
  const options: Any = { binaryStrings: 1, allowBytecode: 'no', print: 5, tableAs: null, timeout: null };
  const lua = all({}, options);
  expect(lua.execute_script('return "text"')).toBe('text');
  expect(lua.load_bytecode(lua.compile('return { 1 }'))).toEqual([1]);
  expect(new luaNative.init(5 as Any, 'x' as Any).execute_script('return 1')).toBe(1);
  expect(() => all({}, { tableAs: 'array' as Any })).toThrow(
    "tableAs must be 'object' or 'map', got 'array'",
  );
});

describe('a refused conversion of a host function says which function it is', () => {
  const refusing = (fn: (...args: Any) => Any, script: string, options = {}) => {
    const lua = all({ f: fn }, options);
    lua.register_class('K', { construct: () => ({}), statics: { s: (...args: Any) => fn(...args) } });
    lua.set_userdata('u', {}, { methods: { m: (...args: Any) => fn(...args) } });
    return () => lua.execute_script(script);
  };
  const strict = { strictConversion: true };
  test.each<[string, () => unknown, string]>([
    ['a symbol', refusing(() => Symbol('s'), 'f()'), "Host function 'f' threw an exception: Cannot convert"],
    [
      'a symbol of a method',
      refusing(() => Symbol('s'), 'u:m()'),
      "Method '__ud_method_1_m' threw an exception: Cannot convert",
    ],
    ['a result', refusing(() => [null], 'f()', strict), "Error converting return value from 'f': strict"],
    [
      'a result of a method',
      refusing(() => [null], 'u:m()', strict),
      "Error converting return value from method '__ud_method_1_m': strict",
    ],
    [
      'an argument',
      refusing(() => 1, 'K.s({ [true] = 1 })', strict),
      "Error converting arguments for '__class_static_1_s': strict",
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  test('and is text for the script', () => {
    const caught = refusing(() => 2n ** 64n, 'return select(2, pcall(f))')();
    expect(caught).toBe(
      "Host function 'f' threw an exception: BigInt value is out of range for a 64-bit Lua integer",
    );
  });

  test('functions of metatables and modules have names of their own', () => {
    const fail = () => {
      throw 'no';
    };
    const lua = all();
    lua.create_table();
    lua.set_global('t', {});
    lua.set_metatable('t', { __add: fail });
    lua.register_module('m', { f: fail });
    lua.register_class('K', { construct: () => 7 as Any });
    expect(() => lua.execute_script('return t + 1')).toThrow("Host function '__mt_1___add' threw");
    const other = all();
    other.register_module('m', { f: fail });
    expect(() => other.execute_script('require("m").f()')).toThrow("Host function '__module_1_f' threw");
    expect(() => lua.execute_script('K.new()')).toThrow(
      "Host function '__class_ctor_1' threw an exception: Class 'K'",
    );
  });
});
