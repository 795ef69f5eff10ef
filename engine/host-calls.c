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

/* after a host function, at once or when the promise that it returned is settled: its results are in the in slots */
static int finish_host_call (lua_State *L, int results) {
  if (results == CALL_MEMORY) luaM_error(L);
  L->top.p = L->ci->func.p + 1;
  if (results == CALL_ERROR) {
    read_slots(L, 1);
    return lua_error(L);
  }
  read_slots(L, results);
  return results;
}

static int awaited_results;

static int finish_waiting (lua_State *L, int status, lua_KContext context) {
  (void)status; (void)context;
  return finish_host_call(L, awaited_results);
}

static int call_host (lua_State *L, int number, StkId first) {
  lua_State *previous = current;
  l_uint32 calls;
  int results;
  int arguments;
  if (tl_shared.fuel <= 0) tl_check(); /* nothing of the host is called after the end */
  calls = native_calls(L, cast_int(L->top.p - first));
  arguments = (int)write_values(L, first);
  current = L;
  L->nCcalls += calls;
  results = host_call(number, arguments);
  L->nCcalls -= calls;
  current = previous;
  if (results == CALL_ENDED) end_execution();
  if (results == CALL_WAIT) {
    if (!can_suspend(L)) refuse_to_wait(L);
    begin_suspension(SUSPENDED_BY_WAIT);
    return lua_yieldk(L, 0, 0, finish_waiting);
  }
  return finish_host_call(L, results);
}

static int call_host_function (lua_State *L) {
  CClosure *closure = clCvalue(s2v(L->ci->func.p));
  return call_host(L, (int)host_function_number(closure), L->ci->func.p + 1);
}

int tl_call_host (lua_State *L, int number) {
  return call_host(L, number, L->ci->func.p + 1);
}
