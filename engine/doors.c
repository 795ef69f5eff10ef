/*
** Entries for what the host opens to scripts besides their libraries (libs.h), and for the files that they have.
** The host owns the descriptors; the C library owns the buffers.
*/

static void open_door (lua_State *L, Body *body) {
  tl_open_door(L, body->number);
}

EXPORT(open_door) uint32_t tl_door (uint32_t door) {
  Body body = {.run = open_door, .number = door};
  return enter(&body);
}

/* in slot: the folder */
static void set_working_folder (lua_State *L, Body *body) {
  size_t size;
  const char *folder;
  (void)body;
  read_slots(L, 1);
  folder = lua_tolstring(L, -1, &size);
  tl_set_working_folder(folder, size);
}

EXPORT(set_working_folder) uint32_t tl_work_in (void) {
  Body body = {.run = set_working_folder};
  return enter(&body);
}

/* what scripts have written to files and the C library has kept back */
EXPORT(flush_files) void tl_flush_files (void) {
  int32_t fuel = tl_shared.fuel;
  tl_shared.fuel = INT32_MAX;
  fflush(NULL);
  tl_shared.fuel = fuel;
}
