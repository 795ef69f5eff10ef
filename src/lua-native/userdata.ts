import { multiple } from '../bridge/multiple-results.ts';
import type { LuaInput } from '../bridge/values.ts';
import type { ClassDefinition as Definition } from '../context/classes.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { checkCallable, checkRecord, checkString } from './arguments.ts';
import type { BindingRefCounts, ClassDefinition, UserdataMethod, UserdataOptions } from './types.ts';

type Counts = Pick<BindingRefCounts, 'userdata' | 'userdataMethods' | 'classes' | 'classAccessors'>;

/** The objects and classes of the host that scripts see, until a reset. */
export class Userdata {
  private readonly classes = new Map<string, ClassDefinition>();
  private readonly objects = new Map<string, UserdataOptions>();

  set(lua: LuaContext, name: string, value: object, options: UserdataOptions): void {
    checkString('set_userdata', 'name', name);
    checkRecord('set_userdata', 'value', value);
    checkRecord('set_userdata', 'options', options);
    const { readable = false, writable = false, methods = {} } = options;
    const spreading = Object.entries(methods).map(([key, method]) => {
      checkCallable('set_userdata', `method '${key}'`, method);
      return [key, spread(method)] as const;
    });
    lua.setUserdata(name, value, { readable, writable, methods: Object.fromEntries(spreading) });
    this.objects.set(name, options);
  }

  register(lua: LuaContext, name: string, definition: ClassDefinition): void {
    checkString('register_class', 'name', name);
    checkRecord('register_class', 'definition', definition);
    checkCallable('register_class', 'definition.construct', definition.construct);
    const { extends: base } = definition;
    if (base !== undefined) checkString('register_class', 'definition.extends', base);
    if (base !== undefined && !this.classes.has(base)) {
      throw new Error(`register_class: base class '${base}' is not registered on this context`);
    }
    lua.registerClass(name, { ...definition, class: null } as Definition);
    this.classes.set(name, definition);
  }

  forget(): void {
    this.classes.clear();
    this.objects.clear();
  }

  get counts(): Counts {
    const definitions = [...this.classes.values()];
    const objects = [...this.objects.values()];
    return {
      userdata: objects.length,
      userdataMethods: objects.filter(({ methods }) => methods && Object.keys(methods).length > 0).length,
      classes: definitions.length,
      classAccessors: definitions.reduce(
        (sum, { properties }) => sum + Object.keys(properties ?? {}).length,
        0,
      ),
    };
  }
}

/** A method's array is several results to Lua, as lua-native's documentation has it for userdata. */
function spread(method: UserdataMethod): UserdataMethod {
  return (self, ...args) => {
    const result = method(self, ...args);
    return (
      Array.isArray(result) ? multiple(...(result as LuaInput[])) : result
    ) as ReturnType<UserdataMethod>;
  };
}
