-- One day in a small tidal harbour. Ships arrive, wait for the tide and for a berth, and are billed by a
-- tariff written in a little rule language. Nothing here reads a clock, a file or a random number: the report
-- is the same on every run.
--
--   tidelock run examples/harbour.lua               three berths
--   tidelock run examples/harbour.lua -- 2          two berths: longer queues, bigger rebates

local BERTHS = math.tointeger(tonumber((...) or 3))
assert(BERTHS and BERTHS > 0, 'the argument is the number of berths')

local MANIFEST = [[
# name             flag  fuel     tonnage  length  draught  eta    hours
Aurora             NO    battery     1850    62.5      3.9  04:30    7
Bright Kittiwake   GB    diesel     12400   118.0      7.2  05:15    9.5
Castor             DE    gas        38750   189.5     10.4  05:45   14
Dona Maresia       PT    diesel      6420    98.2      6.1  06:00    6
Empress of Nowhere GB    coal        many   301.0     15.0  07:20    3
Fram II            NO    wind         402    39.0      5.3  08:10    4.25
Golden Ballast     PT    diesel     21980   154.0      9.6  11:40    8
Halcyon            DE    battery     3300    79.9      4.4  13:05    5.5
Iron Petrel        GB    diesel     54100   228.0     11.8  19:30   11
Jolly Wanderer     NO    wind         655    47.3      4.0  21:50    2
]]

local TARIFF = [[
# rule           | applies when                      | amount in crowns
light dues       | true                              | 0.085 * tonnage
berth            | true                              | 1.75 * length * ceil(hours / 6)
deep draught     | draught > 9                       | 150 * (draught - 9) ^ 1.5
night pilot      | eta >= 20 or eta < 5              | 480
lucky discount   | eta <                             | -7
slow berth       | waited > 1 and not (hours > 12)   | -min(35 * waited, 0.1 * dues)
clean fuel       | fuel == "wind" or fuel == "battery" | -0.25 * dues
]]

---- Money: whole cents, so that sums are exact ---------------------------------------------------------------
local Money = {}
Money.__index = Money

local function cents(n) return setmetatable({ cents = n }, Money) end

local function crowns(amount) return cents(math.floor(amount * 100 + 0.5)) end
function Money.__add(a, b) return cents(a.cents + b.cents) end
function Money.__lt(a, b) return a.cents < b.cents end

function Money:__tostring()
  local whole, groups = tostring(math.abs(self.cents) // 100), nil
  repeat whole, groups = whole:gsub('^(%d+)(%d%d%d)', '%1,%2') until groups == 0
  return ('%s%s.%02d'):format(self.cents < 0 and '-' or '', whole, math.abs(self.cents) % 100)
end

---- The rule language: text becomes tokens, tokens become closures -------------------------------------------
-- Errors of a rule are objects, so that whoever catches them can tell them from faults of this program.
local RuleError = { __tostring = function(e) return ('column %d: %s'):format(e.column, e.message) end }

local function fail(column, message, ...)
  error(setmetatable({ column = column, message = message:format(...) }, RuleError))
end

local TOKENS = {
  { 'number', '^%d+%.?%d*' },
  { 'string', '^"[^"]*"' },
  { 'name', '^%a[%w_]*' },
  { 'symbol', '^[=<>]=' },
  { 'symbol', '^[-+*/^()<>,]' },
}
local KEYWORDS = { ['and'] = true, ['or'] = true, ['not'] = true, ['true'] = true, ['false'] = true }

local function tokenize(text)
  local tokens, at = {}, text:find('%S') or 1
  while at <= #text do
    for _, token in ipairs(TOKENS) do
      local kind, pattern = table.unpack(token)
      local first, last = text:find(pattern, at)
      if first then
        local word = text:sub(first, last)
        tokens[#tokens + 1] = { kind = KEYWORDS[word] and 'symbol' or kind, text = word, column = at }
        at = text:find('%S', last + 1) or #text + 1
        goto next
      end
    end
    fail(at, 'unexpected character %q', text:sub(at, at))
    ::next::
  end
  tokens[#tokens + 1] = { kind = 'end', text = 'the end', column = #text + 1 }
  return tokens
end

local FUNCTIONS = { min = math.min, max = math.max, ceil = math.ceil, floor = math.floor, abs = math.abs }

-- Each operator: how tightly it binds to the left and to the right, and what it computes.
local BINARY = {
  ['or'] = { 1, 2, function(a, b) return function(env) return a(env) or b(env) end end },
  ['and'] = { 3, 4, function(a, b) return function(env) return a(env) and b(env) end end },
  ['^'] = { 14, 13, function(a, b) return function(env) return a(env) ^ b(env) end end },
}
local function strict(symbols, power, compute)
  BINARY[symbols] = { power, power + 1, function(a, b)
    return function(env) return compute(a(env), b(env)) end
  end }
end
strict('==', 5, function(a, b) return a == b end)
strict('<', 5, function(a, b) return a < b end)
strict('>', 5, function(a, b) return a > b end)
strict('>=', 5, function(a, b) return a >= b end)
strict('+', 7, function(a, b) return a + b end)
strict('-', 7, function(a, b) return a - b end)
strict('*', 9, function(a, b) return a * b end)
strict('/', 9, function(a, b) return a / b end)

-- A prefix operator binds tighter than `*`, looser than `^`.
local UNARY = {
  ['-'] = function(a) return function(env) return -a(env) end end,
  ['not'] = function(a) return function(env) return not a(env) end end,
}

--- Compiles a rule to a function from an environment (a table of names) to a value.
local function compile(text)
  local tokens, position = tokenize(text), 1
  local expression

  local function accept(symbol)
    local found = tokens[position].text == symbol
    if found then position = position + 1 end
    return found
  end

  local function expect(symbol)
    return accept(symbol) or fail(tokens[position].column, '"%s" expected', symbol)
  end

  local function name(token)
    local fn, list = FUNCTIONS[token.text], {}
    if not fn then
      return function(env) return env[token.text] or fail(token.column, 'unknown name "%s"', token.text) end
    end
    expect '('
    repeat list[#list + 1] = expression(0) until not accept ','
    expect ')'
    return function(env)
      local values = {}
      for i, argument in ipairs(list) do values[i] = argument(env) end
      return fn(table.unpack(values))
    end
  end

  local function operand()
    local token = tokens[position]
    position = position + 1
    local unary, constant = UNARY[token.text], nil
    if token.kind == 'name' then return name(token) end
    if unary then return unary(expression(11)) end
    if token.kind == 'number' then constant = tonumber(token.text)
    elseif token.kind == 'string' then constant = token.text:sub(2, -2)
    elseif token.text == 'true' or token.text == 'false' then constant = token.text == 'true'
    elseif token.text == '(' then
      local inner = expression(0)
      expect ')'
      return inner
    else fail(token.column, 'a value expected near %s', token.text) end
    return function() return constant end
  end

  function expression(power)
    local left = operand()
    while true do
      local operator = BINARY[tokens[position].text]
      if not operator or operator[1] < power then return left end
      position = position + 1
      left = operator[3](left, expression(operator[2]))
    end
  end

  local result = expression(0)
  local rest = tokens[position]
  return rest.kind == 'end' and result or fail(rest.column, 'unexpected %s', rest.text)
end

---- Reading the two texts: a bad line is reported and left out -----------------------------------------------
--- Iterates over the lines of a text that are neither empty nor a comment, with their numbers.
local function lines(text)
  return coroutine.wrap(function()
    local number = 0
    for line in text:gmatch('([^\n]*)\n') do
      number = number + 1
      if line:find('^%s*[^%s#]') then coroutine.yield(number, line) end
    end
  end)
end

local SHIP = '^(.-)%s+(%u%u)%s+(%l+)%s+(%w+)%s+([%d.]+)%s+([%d.]+)%s+(%d%d):(%d%d)%s+([%d.]+)$'

local function parseShip(line)
  local ship = {}
  local tonnage, hour, minute
  ship.name, ship.flag, ship.fuel, tonnage, ship.length, ship.draught, hour, minute, ship.hours = line:match(SHIP)
  assert(ship.name, 'not a line of the manifest')
  ship.tonnage = math.tointeger(tonumber(tonnage)) or error(('tonnage "%s" is not a number'):format(tonnage), 0)
  for _, key in ipairs { 'length', 'draught', 'hours' } do ship[key] = tonumber(ship[key]) end
  ship.eta = hour + minute / 60
  return ship
end

local function parseRule(line)
  local label, condition, amount = line:match('^(.-)%s*|%s*(.-)%s*|%s*(.-)%s*$')
  assert(label, 'a rule has three parts')
  return { label = label, applies = compile(condition), amount = compile(amount) }
end

local rejected = {}

local function parseAll(title, text, parse)
  local list = {}
  for number, line in lines(text) do
    local ok, value = pcall(parse, line)
    if ok then list[#list + 1] = value
    else rejected[#rejected + 1] = ('%s, line %d: %s'):format(title, number, value) end
  end
  return list
end

---- The day: every ship is a coroutine that asks to be woken at a later hour ---------------------------------
local now = 0.0

local function sleep(hours) coroutine.yield(now + hours) end

--- Metres of water over the sill, two tides a day.
local function depth(hour) return 10.0 + 3.5 * math.cos(2 * math.pi * (hour - 1.5) / 12.42) end

local Harbour = {}
Harbour.__index = Harbour

function Harbour.new(count)
  local free = {}
  for i = count, 1, -1 do free[#free + 1] = i end
  return setmetatable({ free = free, log = {} }, Harbour)
end

--- Waits for a berth; it is given back when the variable that holds it is closed.
function Harbour:berth(ship)
  while #self.free == 0 do sleep(0.25) end
  local number, since = table.remove(self.free), now
  return setmetatable({ number = number }, { __close = function(_, err)
    self.log[#self.log + 1] = { berth = number, ship = ship, from = since, to = now, accident = err }
    table.insert(self.free, number)
  end })
end

local function visit(ship, harbour)
  local arrived = now
  while depth(now) < ship.draught + 0.5 do sleep(0.25) end
  local berth <close> = harbour:berth(ship)
  ship.waited, ship.berth = now - arrived, berth.number
  if ship.fuel == 'gas' then
    sleep(ship.hours / 2)
    error(('a hose burst aboard the %s'):format(ship.name), 0)
  end
  sleep(ship.hours)
end

--- Runs all visits in order of time; a ship whose visit fails still gives its berth back.
local function simulate(ships, harbour)
  local agenda = {}
  for i, ship in ipairs(ships) do
    agenda[i] = { at = ship.eta, order = i, ship = ship, visit = coroutine.create(visit) }
  end
  while #agenda > 0 do
    table.sort(agenda, function(a, b) return a.at > b.at or a.at == b.at and a.order > b.order end)
    local entry = table.remove(agenda)
    now = entry.at
    local ok, wake = coroutine.resume(entry.visit, entry.ship, harbour)
    if not ok then
      coroutine.close(entry.visit)
    elseif wake then
      entry.at = wake
      agenda[#agenda + 1] = entry
    end
  end
end

---- Bills and the report -------------------------------------------------------------------------------------
local function bill(ship, rules)
  local items, total = {}, cents(0)
  local env = setmetatable({}, { __index = function(_, name)
    return name == 'dues' and total.cents / 100 or ship[name]
  end })
  for _, rule in ipairs(rules) do
    if rule.applies(env) then
      local amount = crowns(rule.amount(env))
      items[#items + 1] = ('%s %s'):format(rule.label, amount)
      total = total + amount
    end
  end
  return { ship = ship, items = items, total = total }
end

local function clock(hour)
  local minutes = math.floor(hour * 60 + 0.5)
  return ('%s%02d:%02d'):format(minutes >= 1440 and '+' or ' ', minutes // 60 % 24, minutes % 60)
end

local function heading(title) print(('\n%s\n%s'):format(title, ('-'):rep(#title))) end

local ships = parseAll('manifest', MANIFEST, parseShip)
local rules = parseAll('tariff', TARIFF, parseRule)
local harbour = Harbour.new(BERTHS)
simulate(ships, harbour)

print(('HARBOUR DAY: %d ships, %d berths, %d rules'):format(#ships, BERTHS, #rules))

heading('Berths, one mark per hour')
table.sort(harbour.log, function(a, b)
  return a.berth < b.berth or a.berth == b.berth and a.from < b.from
end)
for _, stay in ipairs(harbour.log) do
  local from, to = math.floor(stay.from), math.ceil(stay.to)
  local bar = (' '):rep(from) .. ('='):rep(to - from) .. (stay.accident and '!' or '')
  print(('%d %s-%s  %-18s|%s'):format(stay.berth, clock(stay.from), clock(stay.to), stay.ship.name, bar))
end

heading('Bills')
local bills, byFlag, flags = {}, {}, {}
local revenue = cents(0)
for i, ship in ipairs(ships) do bills[i] = bill(ship, rules) end
table.sort(bills, function(a, b) return b.total < a.total end)
for _, entry in ipairs(bills) do
  local flag = entry.ship.flag
  if not byFlag[flag] then flags[#flags + 1] = flag end
  byFlag[flag] = (byFlag[flag] or cents(0)) + entry.total
  revenue = revenue + entry.total
  print(('%-18s %10s   %s'):format(entry.ship.name, entry.total, table.concat(entry.items, ', ')))
end

heading('By flag')
table.sort(flags)
for _, flag in ipairs(flags) do
  local share = byFlag[flag].cents / revenue.cents
  print(('%s %12s %5.1f %%  %s'):format(flag, byFlag[flag], share * 100, ('#'):rep(share * 40 // 1 | 0)))
end
print(('   %12s'):format(revenue))

heading('Left out, or worth a note')
for _, line in ipairs(rejected) do print(line) end
for _, stay in ipairs(harbour.log) do
  if stay.accident then print(('berth %d, %s: %s'):format(stay.berth, clock(stay.to), stay.accident)) end
end

return { ships = #ships, revenue = revenue.cents / 100, rejected = #rejected }
