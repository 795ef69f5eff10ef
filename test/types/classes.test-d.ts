import { expectTypeOf, test } from 'vitest';
import type {
  ClassDefinition,
  LuaContext,
  LuaInput,
  LuaMethod,
  LuaProperty,
  LuaValue,
  UserdataOptions,
} from '../../src/index.ts';

/** Checked by the compiler (`npm run typecheck`); never run. */

declare const lua: LuaContext;

class Player {
  hp = 1;
}

test('classes', () => {
  lua.registerClass('Player', {
    construct: (hp: number) => Object.assign(new Player(), { hp }),
    readable: true,
    writable: true,
    methods: { heal: (self: Player, by: number) => self.hp + by },
    properties: { dead: { get: (self: Player) => self.hp <= 0 } },
    statics: { max: 100, make: () => new Player() },
    metamethods: { __add: (a: Player, b: Player) => a.hp + b.hp },
    extends: 'Base',
    class: Player,
  });
  // @ts-expect-error an object is not a class
  lua.registerClass('Player', { construct: () => new Player(), class: new Player() });
  // @ts-expect-error construct is missing
  lua.registerClass('Player', {});
  // @ts-expect-error a method that is no function
  lua.registerClass('Player', { construct: () => new Player(), methods: { heal: 1 } });
  // @ts-expect-error a name that is not known
  lua.registerClass('Player', { construct: () => new Player(), method: {} });
  // @ts-expect-error construct must make an object
  lua.registerClass('Player', { construct: () => 1 });
});

test('userdata', () => {
  lua.setUserdata('player', new Player(), { readable: true, methods: { heal: (self: Player) => self.hp } });
  // @ts-expect-error no object
  lua.setUserdata('player', 1);
});

test('the definitions', () => {
  expectTypeOf<ClassDefinition>().toExtend<UserdataOptions>();
  expectTypeOf<NonNullable<ClassDefinition['methods']>[string]>().toEqualTypeOf<LuaMethod>();
  expectTypeOf<ReturnType<NonNullable<LuaProperty['get']>>>().toEqualTypeOf<LuaInput>();
  expectTypeOf<ClassDefinition['extends']>().toEqualTypeOf<string | undefined>();
});

test('converters', () => {
  lua.registerTypeConverter<Player>(
    (value) => value instanceof Player,
    (player) => player.hp,
  );
  lua.registerFromLuaConverter(
    (value) => {
      expectTypeOf(value).toEqualTypeOf<LuaValue>();
      return true;
    },
    (value) => {
      expectTypeOf(value).toEqualTypeOf<LuaValue>();
      return new Player();
    },
  );
});

test('environments and metatables', () => {
  lua.createEnvironment({ whitelist: ['math'], inherit: true });
  lua.setMetatable('t', { __index: (_self: unknown, key: string) => key, __name: 'Kind' });
  // @ts-expect-error names only
  lua.createEnvironment({ whitelist: [1] });
});
