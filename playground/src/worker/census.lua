-- What each global variable keeps alive: about how many bytes, in how many values. What several of them
-- reach is counted for the first. `...` names the globals that were there before the script.

local known = {}
for i = 1, select('#', ...) do known[select(i, ...)] = true end

local seen = { [_G] = true }

local function cost(value)
  local kind = type(value)
  if kind == 'string' then return 24 + #value end
  if kind == 'table' then return 56 end
  if kind == 'function' then return 40 end
  if kind == 'thread' then return 1000 end
  return 0
end

local function measure(root)
  local bytes, values, waiting = 0, 0, { root }
  while #waiting > 0 do
    local value = table.remove(waiting)
    if value ~= nil and not seen[value] then
      seen[value] = true
      bytes, values = bytes + cost(value), values + 1
      if type(value) == 'table' then
        local array = rawlen(value)
        for key, field in next, value do
          bytes = bytes + (math.type(key) == 'integer' and key >= 1 and key <= array and 16 or 40)
          if type(key) ~= 'number' then waiting[#waiting + 1] = key end
          if type(field) ~= 'number' and type(field) ~= 'boolean' then waiting[#waiting + 1] = field end
        end
      end
    end
  end
  return bytes, values
end

for _, name in ipairs { ... } do
  local library = rawget(_G, name)
  if library ~= nil then seen[library] = true end
  if type(library) == 'table' then
    for _, field in next, library do
      if type(field) == 'function' then seen[field] = true end
    end
  end
end

local found = {}
for name, value in next, _G do
  if type(name) == 'string' and not known[name] then
    local kind = math.type(value) or type(value)
    local bytes, values = measure(value)
    found[#found + 1] = { name = name, kind = kind, bytes = bytes, values = values }
  end
end

table.sort(found, function(a, b) return a.bytes > b.bytes or a.bytes == b.bytes and a.name < b.name end)
return table.move(found, 1, math.min(#found, 100), 1, { n = #found })
