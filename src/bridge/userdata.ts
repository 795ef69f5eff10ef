/** A userdata that Lua made (manual section 2.1): opaque to JavaScript, it returns to Lua as itself. */
export class LuaUserdata {
  get [Symbol.toStringTag](): string {
    return 'LuaUserdata';
  }
}
