/** A userdata that Lua made (manual section 2.1): opaque to JavaScript, it returns to Lua as itself. */
export class LuaUserdata {
  /** For the types alone: tells this class from every other. */
  declare protected readonly brand: 'LuaUserdata';

  get [Symbol.toStringTag](): string {
    return 'LuaUserdata';
  }
}
