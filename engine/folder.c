/*
** The working folder: where the names of files begin that do not begin with a slash. The host sets it, and sets
** it again in every state that starts from an image without it.
*/

#define LONGEST_FOLDER 1000
#define LONGEST_NAME 3000

static char working_folder[LONGEST_FOLDER + 2]; /* with a slash at its end; empty for the root */

void tl_set_working_folder (const char *folder, size_t size) {
  if (size > LONGEST_FOLDER) size = 0;
  memcpy(working_folder, folder, size);
  if (size > 0 && folder[size - 1] != '/') working_folder[size++] = '/';
  working_folder[size] = '\0';
}

/* a name that is too long is the name of no file */
static const char *full_name (char *buffer, const char *name) {
  size_t folder = strlen(working_folder), length = strlen(name);
  if (*name == '/' || *name == '\0' || folder == 0) return name;
  if (folder + length > LONGEST_NAME) return "";
  memcpy(buffer, working_folder, folder);
  memcpy(buffer + folder, name, length + 1);
  return buffer;
}

static FILE *open_named (const char *name, const char *mode) {
  char buffer[LONGEST_NAME + 1];
  return fopen(full_name(buffer, name), mode);
}
static int remove_named (const char *name) {
  char buffer[LONGEST_NAME + 1];
  return remove(full_name(buffer, name));
}
static int rename_named (const char *from, const char *to) {
  char buffer[LONGEST_NAME + 1], second[LONGEST_NAME + 1];
  return rename(full_name(buffer, from), full_name(second, to));
}

#define fopen(name, mode) open_named(name, mode)
#define remove(name) remove_named(name)
#define rename(from, to) rename_named(from, to)
