/*
** Calls of host functions: from Lua to the host and back, at once or when a promise is settled.
*/

/*
** The native stack of the host is short, and calls through it take much of it: they count as several of the
** C calls that Lua allows (LUAI_MAXCCALLS), the more so the more values they pass.
*/
static l_uint32 native_calls (lua_State *L, int values) {
  l_uint32 calls = 2 + (values < 464 ? (l_uint32)values / 8 : 58);
  if (getCcalls(L) + calls >= LUAI_MAXCCALLS) luaG_runerror(L, "C stack overflow");
  return calls;
}

/* few of them are not worth counting */
#define FEW_BYTES 4096

static size_t bytes_passed (void) {
  size_t size = out_text + out_count * sizeof(Slot);
  return size < FEW_BYTES ? 0 : size;
}

/*
** After a host function, at once or when the promise that it returned is settled: its results are in the in slots.
** 'passed' is how many bytes it was passed.
*/
static int finish_host_call (lua_State *L, int results, size_t passed) {
  if (results == CALL_MEMORY) luaM_error(L);
  L->top.p = L->ci->func.p + 1;
  if (results == CALL_ERROR) {
    read_slots(L, 1);
    return lua_error(L);
  }
  to_answer_for = passed;
  read_slots(L, results);
  to_answer_for = 0;
  return results;
}

static int awaited_results;

static int finish_waiting (lua_State *L, int status, lua_KContext context) {
  (void)status;
  return finish_host_call(L, awaited_results, (size_t)context);
}

static int call_host (lua_State *L, int number, StkId first) {
  lua_State *previous = current;
  l_uint32 calls;
  size_t passed;
  int results;
  int arguments;
  if (tl_shared.fuel <= 0) tl_check(); /* nothing of the host is called after the end */
  calls = native_calls(L, cast_int(L->top.p - first));
  arguments = (int)write_values(L, first);
  passed = bytes_passed();
  current = L;
  L->nCcalls += calls;
  results = host_call(number, arguments);
  L->nCcalls -= calls;
  current = previous;
  if (results == CALL_ENDED) end_execution();
  if (results == CALL_WAIT) {
    if (!can_suspend(L)) refuse_to_wait(L);
    begin_suspension(SUSPENDED_BY_WAIT);
    return lua_yieldk(L, 0, (lua_KContext)passed, finish_waiting);
  }
  return finish_host_call(L, results, passed);
}

static int call_host_function (lua_State *L) {
  CClosure *closure = clCvalue(s2v(L->ci->func.p));
  return call_host(L, (int)host_function_number(closure), L->ci->func.p + 1);
}

int tl_call_host (lua_State *L, int number) {
  return call_host(L, number, L->ci->func.p + 1);
}
