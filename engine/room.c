/*
** What the host asks of the slots themselves.
*/

/* from here on, or no more, the host keeps what all entries write; within another such, no more than that one may */
EXPORT(gather) void tl_gather (int on) {
  if (on) begin_account();
  gathering += on ? 1 : -1;
  if (gathering == 1 && on) out_text = 0;
}

/* makes room for more slots and bytes from the host, keeping those there; 0 where memory_limit does not allow it */
EXPORT(reserve) int tl_reserve (uint32_t slots, uint32_t bytes) {
  return grow_input(&in_slots, slots) && grow_input(&in_bytes, bytes);
}
