import type { ClassDefinition as Definition } from '../context/classes.ts';
import type { LuaContext } from '../context/lua-context.ts';
import { isFunction, isObject, need } from './arguments.ts';
import { checkDefinition } from './class-definition.ts';
import type { HostFunctions } from './host-function.ts';
import type { BindingRefCounts, ClassDefinition, UserdataOptions } from './types.ts';

type Counts = Pick<BindingRefCounts, 'userdata' | 'userdataMethods' | 'classes' | 'classAccessors'>;

/** The objects and classes of the host that scripts see, until a reset. */
export class Userdata {
  private readonly classes = new Map<string, ClassDefinition>();
  private readonly objects = new Map<string, UserdataOptions>();
  private readonly hostFunctions: HostFunctions;

  constructor(hostFunctions: HostFunctions) {
    this.hostFunctions = hostFunctions;
  }

  set(lua: LuaContext, name: string, value: object, options?: UserdataOptions | null): void {
    need(typeof name === 'string' && isObject(value), 'Expected (string, object[, options])');
    const given: UserdataOptions = typeof options === 'object' && options !== null ? options : {};
    const methods = Object.entries(given.methods ?? {}).filter(([, method]) => isFunction(method));
    const id = this.objects.size + 1;
    this.hostFunctions.nameAll(Object.fromEntries(methods), `__ud_method_${id}_`, 'Method');
    const { readable, writable } = given;
    const access = {
      readable: readable === true,
      writable: writable === true,
      methods: Object.fromEntries(methods),
      isOpaque: readable !== true && writable !== true && methods.length === 0,
    };
    this.hostFunctions.makeNamed(`__ud_${id}`, () => lua.setUserdata(name, value, access));
    this.objects.set(name, given);
  }

  register(lua: LuaContext, name: string, definition: ClassDefinition): void {
    need(
      typeof name === 'string' && typeof definition === 'object' && definition !== null,
      'register_class(name, definition) requires a string name and an object',
    );
    if (this.classes.has(name)) throw new Error(`class '${name}' is already registered on this context`);
    const checked = checkDefinition(name, definition, this.classes);
    const id = this.classes.size + 1;
    const { hostFunctions } = this;
    hostFunctions.nameAll(checked.methods, `__class_method_${id}_`, 'Method');
    hostFunctions.nameAll(checked.metamethods, `__class_mm_${id}_`);
    hostFunctions.nameAll(checked.statics, `__class_static_${id}_`);
    hostFunctions.name(checked.construct, `__class_ctor_${id}`);
    hostFunctions.makeNamed(`__class_ctor_${id}`, () => {
      lua.registerClass(name, { ...checked, class: null } as Definition);
    });
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
