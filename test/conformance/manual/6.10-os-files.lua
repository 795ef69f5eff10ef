-- Operating system facilities that need files, in the folder whose name is in `folder`.
local function path(name) return folder .. '/' .. name end
for _, name in ipairs { 'a', 'b', 'none' } do os.remove(path(name)) end
local function put(name, text) local f <close> = assert(io.open(path(name), 'w')) f:write(text) end
local function get(name) local f <close> = io.open(path(name)) return f and f:read('a') end
local function failed(message, result, text, code, more) eq(result, nil) eq(text, message) eq(math.type(code), 'integer') eq(code ~= 0, true) eq(more, nil) end
local nothing = 'No such file or directory'

-- os.rename
put('a', 'of a') eq(os.rename(path 'a', path 'b'), true) eq(get 'a', nil) eq(get 'b', 'of a') put('a', 'new') eq(os.rename(path 'a', path 'b'), true) eq(get 'b', 'new') eq(os.rename(path 'b', path 'b'), true) eq(get 'b', 'new') failed(nothing, os.rename(path 'none', path 'a')) failed(nothing, os.rename(path 'b', path 'none/b')) eq(get 'b', 'new')
fails("bad argument #1 to 'os.rename' (string expected, got no value)", os.rename) fails("bad argument #2 to 'os.rename' (string expected, got no value)", os.rename, path 'b') fails("bad argument #2 to 'os.rename' (string expected, got table)", os.rename, path 'b', {})
do local f <close> = io.open(path 'b') os.rename(path 'b', path 'a') eq(f:read('a'), 'new') end eq(get 'a', 'new')

-- os.remove
eq(os.remove(path 'a'), true) eq(get 'a', nil) failed(path 'a: ' .. nothing, os.remove(path 'a')) failed(path 'none/a: ' .. nothing, os.remove(path 'none/a')) fails("bad argument #1 to 'os.remove' (string expected, got no value)", os.remove) fails("bad argument #1 to 'os.remove' (string expected, got nil)", os.remove, nil) put('a', 'x') failed(path 'a' .. '/b: Not a directory', os.remove(path 'a' .. '/b')) do local f <close> = io.open(path 'a') eq(os.remove(path 'a'), true) eq(f:read('a'), 'x') end eq(get 'a', nil)

-- os.tmpname
do local one, other = os.tmpname(), os.tmpname() eq(type(one), 'string') eq(one ~= other, true) eq(one:find('^/tmp/lua_%w+$'), 1) local f <close> = assert(io.open(one)) eq(f:read('a'), '') eq(os.remove(one), true) eq(os.remove(other), true) end

-- os.date: the modifiers E and O, and what is refused; short texts that tell the present time would change the count of instructions
for _, letter in ipairs { 'c', 'C', 'x', 'X', 'y', 'Y' } do eq(os.date('!%E' .. letter, 1e9 // 1 | 0), os.date('!%' .. letter, 1e9 // 1 | 0)) end for _, letter in ipairs { 'd', 'e', 'H', 'I', 'm', 'M', 'S', 'u', 'U', 'V', 'w', 'W', 'y' } do eq(os.date('!%O' .. letter, 1e9 // 1 | 0), os.date('!%' .. letter, 1e9 // 1 | 0)) end for _, wrong in ipairs { '%Ed', '%Oc', '%E', '%O', '%', '%%%', '%i', '%Ez', '%-d', '%5Y', '%f', '%s', '% ', '%\0' } do fails("invalid conversion specifier '", os.date, wrong) end
eq(os.date('%%', 0), '%') eq(os.date(''), '') eq(os.date('!%H' .. ('x'):rep(1000) .. '%M', 0), '00' .. ('x'):rep(1000) .. '00') eq(os.date('!a\0%Y\0b', 0), 'a\0' .. '1970\0b') eq(os.date('!%Z%z', 0):find('^%u+[+-]0000$'), 1) eq(os.date('!%r', 0), '12:00:00 AM') eq(os.date('!%p %I', 43200), 'PM 12') eq(os.date('!%j', 31535999), '365') fails("bad argument #1 to 'os.date' (string expected, got table)", os.date, {}) fails("bad argument #2 to 'os.date' (number expected, got string)", os.date, '%Y', 'x') eq(os.date(('-'):rep(50) .. '%Y', nil), os.date(('-'):rep(50) .. '%Y')) eq(os.date('*t').isdst, false) eq(os.date('*t', 0.0).sec, 0) eq(os.date('!*text', 0), '*text') eq(os.date('!%F', -30610224000), '1000-01-01') eq(os.date('!%F', 253402300799), '9999-12-31')

-- os.time: what it makes of a table, and what it puts into it
local function normal(t) local time = os.time(t) local again = os.date('*t', time) eq(again, t) return again end
local t = normal { year = 2024, month = 2, day = 30 } eq({ t.month, t.day, t.hour, t.yday, t.wday }, { 3, 1, 12, 61, 6 }) t = normal { year = 2023, month = 14, day = -3, hour = -1, min = 61, sec = -61 } eq({ t.year, t.month, t.day, t.hour, t.min, t.sec }, { 2024, 1, 27, 23, 59, 59 }) t = normal { year = 1969, month = 12, day = 31, hour = 23, min = 59, sec = 58 } eq(t.year, 1969) t = normal { year = 2000, month = 1, day = 1, hour = 0, sec = 1e9 // 1 | 0 } eq(t.year, 2031) eq(os.time { year = 1970, month = 1, day = 2, hour = '00', isdst = false } - os.time { year = 1970, month = 1, day = 1, hour = 0.0 }, 86400) eq(os.time { year = 1900, month = 1, day = 1 } < 0, true)
eq(math.type(os.time(setmetatable({}, { __index = { year = 2000, month = 1, day = 1 } }))), 'integer') fails("field 'month' missing in date table", os.time, { year = 2000, day = 1 }) fails("field 'year' missing in date table", os.time, {}) fails("field 'hour' is not an integer", os.time, { year = 2000, month = 1, day = 1, hour = {} }) fails("field 'sec' is out-of-bound", os.time, { year = 2000, month = 1, day = 1, sec = 2 ^ 40 // 1 | 0 }) fails("field 'day' is not an integer", os.time, { year = 2000, month = 1, day = '1.5' }) fails("field 'month' is out-of-bound", os.time, { year = 2000, month = math.mininteger, day = 1 }) fails('table expected, got string', os.time, 'now') eq(os.difftime(os.time { year = 2000, month = 1, day = 2 }, os.time { year = 2000, month = 1, day = 1 }), 86400.0) fails("bad argument #2 to 'os.difftime' (number expected, got no value)", os.difftime, 1) eq(os.getenv('A VARIABLE THAT NO MACHINE HAS'), nil) fails("bad argument #1 to 'os.getenv' (string expected, got no value)", os.getenv)

-- the numbers of errors are those of Linux
local function number(...) return select(3, ...) end
put('a', 'x') eq(number(os.remove(path 'none')), 2) eq(number(os.remove(path 'a' .. '/b')), 20) eq(number(os.rename(path 'none', path 'b')), 2) eq(number(io.open(path 'none')), 2) eq(number(io.open(path 'none/a', 'w')), 2) eq(number(io.open(folder, 'w')), 21) eq(number(io.open(path(('x'):rep(300)))), 36) failed(path(('x'):rep(300)) .. ': File name too long', io.open(path(('x'):rep(300))))
do local f <close> = io.open(path 'a') eq(table.pack(f:write('y')), { nil, 'Bad file descriptor', 9, 0, n = 4 }) eq(number(f:seek('set', -1)), 22) end
do local f <close> = io.open(path 'a', 'a') eq(table.pack(f:read()), { nil, 'Bad file descriptor', 9, n = 3 }) fails('Bad file descriptor', f:lines()) end
os.remove(path 'a')
