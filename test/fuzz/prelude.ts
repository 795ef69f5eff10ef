/**
 * What generated programs begin with. `T` prints values in a form that has no addresses; `Try` calls and prints
 * how it ended; `Object` makes a table all of whose events are seen; the collector runs only where it is told
 * to in programs that look at what it does.
 */
export const prelude = `
local raw_next, raw_type, math_type, pack, concat = next, type, math.type, table.pack, table.concat
local raw_tostring, gsub, format, print = tostring, string.gsub, string.format, print
local function Show(v, depth)
  local kind = math_type(v) or raw_type(v)
  if kind == "integer" then return raw_tostring(v) end
  if kind == "float" then return v ~= v and "nan" or raw_tostring(v) end
  if kind == "string" then
    if #v > 400 then v = v:sub(1, 400) .. "..." .. #v end
    return '"' .. gsub(v, "[^ !#-~]", function(c) return format("\\\\%d", c:byte()) end) .. '"'
  end
  if kind ~= "table" then return kind == "boolean" and raw_tostring(v) or kind end
  if depth == 0 then return "{...}" end
  local parts = {}
  for k, x in raw_next, v do
    if #parts == 12 then parts[13] = "..." break end
    parts[#parts + 1] = "[" .. Show(k, 0) .. "]=" .. Show(x, depth - 1)
  end
  return "{" .. concat(parts, ",") .. "}"
end
local function T(tag, ...)
  local values = pack(...)
  for i = 1, values.n do values[i] = Show(values[i], 2) end
  print(tag, concat(values, " ", 1, values.n))
  return ...
end
local function Try(tag, f, ...) return T(tag, pcall(f, ...)) end
local function tostring(v)
  local kind = raw_type(v)
  if kind == "table" or kind == "function" or kind == "thread" then return kind end
  return raw_tostring(v)
end
local function Id(...) return ... end
local function Fail(...) error((...), 2) end
local Events = {}
local function Value(v) if raw_type(v) == "table" then return rawget(v, "value") end return v end
for _, name in ipairs { "add", "sub", "mul", "div", "mod", "idiv", "pow", "band", "bor", "bxor", "shl", "shr",
    "concat" } do
  Events["__" .. name] = function(a, b) T(name, Value(a), Value(b)) return Value(a) or Value(b) end
end
for _, name in ipairs { "unm", "bnot", "len" } do
  Events["__" .. name] = function(a) T(name, Value(a)) return 3 end
end
for _, name in ipairs { "eq", "lt", "le" } do
  Events["__" .. name] = function(a, b) T(name, Value(a), Value(b)) return Value(a) == Value(b) end
end
Events.__index = function(t, k) T("index", k) if k == "x" then return 11 end return nil end
Events.__newindex = function(t, k, v) T("newindex", k, v) if k ~= nil and k == k then rawset(t, k, v) end end
Events.__call = function(self, ...) T("call", ...) return ... end
Events.__close = function(self, e) T("close", Value(self), e) end
Events.__tostring = function(self) return "Object" .. Show(Value(self), 0) end
Events.__name = "Object"
local function Object(value) return setmetatable({ value = value }, Events) end
math.randomseed(42)
`;
