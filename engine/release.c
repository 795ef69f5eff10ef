/*
** The host no longer holds the value at this place. It neither allocates nor calls anything of Lua's, so it
** needs no protection; and it is charged to no script, since JavaScript's collector decides when it happens.
*/
EXPORT(release) void tl_release (uint32_t place) {
  lua_State *L = current;
  int32_t fuel = tl_shared.fuel;
  TValue value, known_place, nothing;
  if (tagisempty(luaH_getint(refs, place, &value))) return;
  setnilvalue(&nothing);
  if (!tagisempty(luaH_get(ref_places, &value, &known_place)) && ivalue(&known_place) == place)
    luaH_set(L, ref_places, &value, &nothing);
  sethvalue2s(L, L->top.p, refs); /* this and what luaL_unref pushes is within Lua's EXTRA_STACK */
  L->top.p++;
  luaL_unref(L, -1, (int)place);
  L->top.p--;
  tl_shared.fuel = fuel;
}
