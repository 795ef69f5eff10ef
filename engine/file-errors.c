/*
** The numbers and messages of errors of files: those that the system calls give are WASI's, and some of the
** messages musl's. Scripts get what they get on Linux. Lua asks for a message with the number in a variable, which
** it then hands to the script.
*/

static const char *error_message (int *number) {
#define SAME(name, linux_number) case name: { const char *text = strerror(name); *number = linux_number; return text; }
#define OTHER(name, linux_number, text) case name: *number = linux_number; return text;
  switch (*number) {
    SAME(EPERM, 1)
    SAME(ENOENT, 2)
    OTHER(EIO, 5, "Input/output error")
    SAME(EBADF, 9)
    OTHER(ENOMEM, 12, "Cannot allocate memory")
    SAME(EACCES, 13)
    OTHER(EBUSY, 16, "Device or resource busy")
    SAME(EEXIST, 17)
    OTHER(EXDEV, 18, "Invalid cross-device link")
    SAME(ENOTDIR, 20)
    SAME(EISDIR, 21)
    SAME(EINVAL, 22)
    OTHER(EMFILE, 24, "Too many open files")
    SAME(EFBIG, 27)
    SAME(ENOSPC, 28)
    OTHER(ESPIPE, 29, "Illegal seek")
    SAME(EROFS, 30)
    OTHER(ENAMETOOLONG, 36, "File name too long")
    SAME(ENOSYS, 38)
    SAME(ENOTEMPTY, 39)
    OTHER(ELOOP, 40, "Too many levels of symbolic links")
    OTHER(EOVERFLOW, 75, "Value too large for defined data type")
    OTHER(ENOTSUP, 95, "Operation not supported")
    OTHER(ENOTCAPABLE, 1, "Operation not permitted")
    default: return strerror(*number);
  }
#undef SAME
#undef OTHER
}

#define strerror(number) error_message(&(number))
