/**
 * What the REPL does inside Lua. These functions keep the library that they were made with, follow no
 * metamethod but `__tostring` and `__name`, and are not reached from what is typed.
 */

/** Makes `show(...)`: its arguments as text, one to a line, tables with what they hold; nothing for none. */
export const showSource = String.raw`
local type, tostring, next, rawlen, select = type, tostring, next, rawlen, select
local getmetatable, rawget = getmetatable, rawget
local format, find, rep, gsub = string.format, string.find, string.rep, string.gsub
local concat, sort, mathtype = table.concat, table.sort, math and math.type

local deepest, most, width = 5, 100, 76
local reserved = {}
for word in string.gmatch([[and break do else elseif end false for function global goto if in local nil not or
  repeat return then true until while]], '%a+') do reserved[word] = true end

local escapes = { ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t', ['\0'] = '\\0', ['"'] = '\\"', ['\\'] = '\\\\' }

local function quote(text)
  local body = gsub(text, '[%c"\\]', function(c) return escapes[c] or format('\\x%02x', c:byte()) end)
  return '"' .. body .. '"'
end

local function isName(key)
  return type(key) == 'string' and find(key, '^[%a_][%w_]*$') and not reserved[key]
end

local ranks = { number = 1, string = 2 }

local function before(a, b)
  local ta, tb = type(a), type(b)
  if ta == tb and ranks[ta] then return a < b end
  return (ranks[ta] or 3) < (ranks[tb] or 3)
end

local show

local function showTable(value, depth, above)
  if above[value] then return '(itself, further up)' end
  if next(value) == nil then return '{}' end
  if depth >= deepest then return '{ ... }' end
  above[value] = true
  local fields, length, left = {}, rawlen(value), 0
  for i = 1, length do
    if #fields < most then fields[#fields + 1] = show(rawget(value, i), depth + 1, above) else left = left + 1 end
  end
  local keys = {}
  for key in next, value do
    if not (mathtype and mathtype(key) == 'integer' and key >= 1 and key <= length) then keys[#keys + 1] = key end
  end
  sort(keys, before)
  for i = 1, #keys do
    local key = keys[i]
    if #fields < most then
      local name = isName(key) and key or '[' .. show(key, depth + 1, above) .. ']'
      fields[#fields + 1] = name .. ' = ' .. show(rawget(value, key), depth + 1, above)
    else
      left = left + 1
    end
  end
  above[value] = nil
  if left > 0 then fields[#fields + 1] = format('... (%d more)', left) end
  local line = '{ ' .. concat(fields, ', ') .. ' }'
  if #line <= width and not find(line, '\n', 1, true) then return line end
  local indent = rep('  ', depth + 1)
  return '{\n' .. indent .. concat(fields, ',\n' .. indent) .. '\n' .. rep('  ', depth) .. '}'
end

function show(value, depth, above)
  if type(value) == 'string' then return quote(value) end
  if type(value) ~= 'table' then return tostring(value) end
  local metatable = getmetatable(value)
  if type(metatable) == 'table' and (rawget(metatable, '__tostring') or rawget(metatable, '__name')) then
    return tostring(value)
  end
  return showTable(value, depth, above)
end

return function(...)
  local count = select('#', ...)
  if count == 0 then return end
  local lines = { ... }
  for i = 1, count do lines[i] = show(lines[i], 0, {}) end
  return concat(lines, '\n')
end`;

/** Makes `names(path)`: the names of the fields of what a dotted path leads to, newline after newline. */
export const namesSource = String.raw`
local _G, type, next, rawget, getmetatable = _G, type, next, rawget, getmetatable
local gmatch, find, concat = string.gmatch, string.find, table.concat

return function(path)
  local value = _G
  for name in gmatch(path, '[^.:]+') do
    if type(value) ~= 'table' then return '' end
    value = rawget(value, name)
  end
  local found, seen, left = {}, {}, 5000
  if type(value) == 'string' then value = getmetatable(value).__index end
  while type(value) == 'table' and not seen[value] and left > 0 do
    seen[value] = true
    for key in next, value do
      left = left - 1
      if left <= 0 then break end
      if type(key) == 'string' and find(key, '^[%a_][%w_]*$') then found[#found + 1] = key end
    end
    local metatable = getmetatable(value)
    value = type(metatable) == 'table' and rawget(metatable, '__index')
  end
  return concat(found, '\n')
end`;
