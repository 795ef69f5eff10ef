import { describe, expect, test } from 'vitest';
import { LuaContext, LuaError, LuaOptionError } from '../../src/index.ts';
import { untyped } from '../support/contexts.ts';
import { thrownBy } from '../support/thrown.ts';

describe('without inherit', () => {
  test.each(['print', 'math', '_G', '_ENV.pairs', 'string'])('%s is not there', (name) => {
    const lua = new LuaContext();
    expect(lua.executeScriptIn(lua.createEnvironment(), `return ${name}`)).toBeNull();
  });

  test('what the whitelist names is there', () => {
    const lua = new LuaContext();
    const environment = lua.createEnvironment({ whitelist: ['math', 'tostring'] });
    expect(lua.executeScriptIn(environment, 'return tostring(math.max(1, 2))')).toBe('2');
  });

  test('a name in the whitelist that is nil stays nil', () => {
    const lua = new LuaContext();
    expect(lua.createEnvironment({ whitelist: ['missing'] }).keys()).toEqual([]);
  });

  test('a table in the whitelist is shared', () => {
    const lua = new LuaContext({ shared: { n: 1 } });
    lua.executeScriptIn(lua.createEnvironment({ whitelist: ['shared'] }), 'shared.n = 2');
    expect(lua.getGlobal('shared.n')).toBe(2);
  });

  test.each(['a host function', 'a class', 'userdata'])('%s in the whitelist', (kind) => {
    const lua = new LuaContext({ f: () => 'a host function' });
    lua.registerClass('C', { construct: () => ({}), methods: { m: () => 'a class' } });
    lua.setUserdata('u', {}, { methods: { m: () => 'userdata' } });
    const environment = lua.createEnvironment({ whitelist: ['f', 'C', 'u'] });
    const script = { 'a host function': 'f()', 'a class': 'C.new():m()', userdata: 'u:m()' }[kind];
    expect(lua.executeScriptIn(environment, `return ${script}`)).toBe(kind);
  });

  test('methods of strings work', () => {
    const lua = new LuaContext();
    expect(lua.executeScriptIn(lua.createEnvironment(), 'return ("x"):rep(3)')).toBe('xxx');
  });
});

describe('with inherit', () => {
  test('globals are read', () => {
    const lua = new LuaContext({ n: 5 });
    expect(lua.executeScriptIn(lua.createEnvironment({ inherit: true }), 'return n + math.abs(-1)')).toBe(6);
  });

  test('later globals too', () => {
    const lua = new LuaContext();
    const environment = lua.createEnvironment({ inherit: true });
    lua.setGlobal('late', 1);
    expect(lua.executeScriptIn(environment, 'return late')).toBe(1);
  });

  test('assignment does not reach the globals', () => {
    const lua = new LuaContext({ n: 1 });
    lua.executeScriptIn(lua.createEnvironment({ inherit: true }), 'n = 2 print = nil');
    expect(lua.executeScript('return n, type(print)')).toEqual([1, 'function']);
  });

  test('the own value wins', () => {
    const lua = new LuaContext({ n: 1 });
    const environment = lua.createEnvironment({ inherit: true });
    environment.set('n', 2);
    expect(lua.executeScriptIn(environment, 'return n')).toBe(2);
  });
});

describe('isolation', () => {
  test('what one sets the globals do not see', () => {
    const lua = new LuaContext();
    lua.executeScriptIn(lua.createEnvironment(), 'x = 1');
    expect(lua.getGlobal('x')).toBeNull();
  });

  test('what one sets another does not see', () => {
    const lua = new LuaContext();
    const [one, other] = [lua.createEnvironment(), lua.createEnvironment()];
    lua.executeScriptIn(one, 'x = 1');
    expect(lua.executeScriptIn(other, 'return x')).toBeNull();
  });

  test('what one sets stays in it', () => {
    const lua = new LuaContext();
    const environment = lua.createEnvironment();
    lua.executeScriptIn(environment, 'x = 1');
    expect(environment.get('x')).toBe(1);
  });

  test('a function defined in one keeps it', () => {
    const lua = new LuaContext();
    const environment = lua.createEnvironment();
    const fn = lua.executeScriptIn<() => unknown>(environment, 'x = "env" return function() return x end');
    lua.setGlobal('x', 'global');
    expect(fn()).toBe('env');
  });
});

describe('running in it', () => {
  test('arguments', () => {
    const lua = new LuaContext();
    expect(lua.executeScriptIn(lua.createEnvironment(), 'return ...', { args: [1, 'x'] })).toEqual([1, 'x']);
  });

  test('by the option env', () => {
    const lua = new LuaContext();
    const env = lua.createEnvironment();
    env.set('x', 1);
    expect(lua.executeScript('return x', { env })).toBe(1);
  });

  test('in any table', () => {
    const lua = new LuaContext({ config: { a: 1 } });
    expect(lua.executeScriptIn(lua.getGlobalRef('config'), 'b = a + 1 return b')).toBe(2);
  });

  test('an error', () => {
    const lua = new LuaContext();
    const run = () => lua.executeScriptIn(lua.createEnvironment(), 'return missing.field');
    expect(thrownBy(LuaError, run).message).toMatch(/global 'missing'/);
  });

  test.each([null, {}, 'env'])('%j is no environment', (environment) => {
    thrownBy(LuaOptionError, () => new LuaContext().executeScriptIn(untyped(environment), ''));
  });
});

test.each(['print', [1], { 0: 'print' }])('the whitelist %j is refused', (whitelist) => {
  thrownBy(LuaOptionError, () => new LuaContext().createEnvironment({ whitelist: untyped(whitelist) }));
});

test('one holds nothing but itself', () => {
  const lua = new LuaContext();
  const before = lua.info().heldValues;
  lua.createEnvironment({ whitelist: ['math', 'string'], inherit: true });
  expect(lua.info().heldValues - before).toBe(1);
});
