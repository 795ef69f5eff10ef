/*
** The parser, on its own because its loops are checked as well as charged: whatever it is doing can be
** given up (end_execution in meter.c frees its buffers).
*/

#include "llex.c"
#include "lcode.c"
#include "lparser.c"
