-- Input and output, on files in the folder whose name is in `folder`.
local function path(name) return folder .. '/' .. name end
local names = { 'a', 'b', 'numbers', 'empty', 'made', 'chunk' }
local function clean() for _, name in ipairs(names) do os.remove(path(name)) end end
clean()
local function put(name, text) local f <close> = assert(io.open(path(name), 'wb')) assert(f:write(text) == f) return path(name) end
local function get(name) local f <close> = assert(io.open(path(name), 'rb')) return f:read('a') end
local function all(...) return table.pack(...) end
-- what fails gives nil, a message that begins with the name if there is one, and a number
local function failed(message, ...)
  local result, text, code, more = ...
  eq(result, nil) eq(math.type(code), 'integer') eq(code ~= 0, true) eq(more, nil)
  if message then eq(text, message) end
end
local nothing = ': No such file or directory'
local function absent(name) return "cannot open file '" .. path(name) .. "' (No such file or directory)" end
-- a call that errors name as that of a method
local function method(name) return load('local file = ... file:' .. name .. '(select(2, ...)) ') end

-- io.open: its modes
put('a', 'old')
for _, mode in ipairs { 'r', 'rb', 'r+', 'r+b' } do local f <close> = io.open(path 'a', mode) eq(f:read('a'), 'old') end
eq(io.open(path 'a'):read('a'), 'old') eq(io.open(path 'a', nil):read('a'), 'old')
for _, mode in ipairs { 'w', 'wb', 'w+', 'w+b' } do put('a', 'old') io.open(path 'a', mode):close() eq(get 'a', '') end
for _, mode in ipairs { 'a', 'ab', 'a+', 'a+b' } do put('a', 'old') local f = io.open(path 'a', mode) f:write('er') f:seek('set') f:write('!') f:close() eq(get 'a', 'older!') end
for _, mode in ipairs { 'w', 'w+', 'a', 'a+' } do io.open(path 'made', mode):close() eq(get 'made', '') os.remove(path 'made') end
for _, mode in ipairs { 'r', 'r+' } do failed(path 'made' .. nothing, io.open(path 'made', mode)) end
put('a', 'abcdef')
do local f <close> = io.open(path 'a', 'r+') eq(f:read(2), 'ab') f:seek('cur', 0) f:write('XY') f:seek('cur', 0) eq(f:read(1), 'e') end eq(get 'a', 'abXYef')
do local f <close> = io.open(path 'a', 'w+') f:write('one\ntwo') f:seek('set') eq(f:read(), 'one') end
do local f <close> = io.open(path 'a', 'a+') eq(f:read(3), 'one') f:seek('end') f:write('!') f:seek('set', 4) eq(f:read('a'), 'two!') end
for _, mode in ipairs { '', 'x', 'rw', 'rr', 'r++', 'rb+', 'br', 'r b', 'R', 'r+x', 'wx', 'bb' } do fails("bad argument #2 to 'io.open' (invalid mode)", io.open, path 'a', mode) end
fails("bad argument #1 to 'io.open' (string expected, got no value)", io.open) fails("bad argument #1 to 'io.open' (string expected, got table)", io.open, {}) fails("bad argument #2 to 'io.open' (string expected, got boolean)", io.open, path 'a', true)
failed(nil, io.open(path 'none/a', 'w')) failed(nil, io.open('', 'r')) failed(nil, io.open(path 'a' .. '/b')) failed(nil, io.open(path(('x'):rep(5000))))

-- io.type, tostring, and what a file is
local f = io.open(path 'a')
eq(io.type(f), 'file') eq(type(f), 'userdata') eq(tostring(f):find('^file %(0x%x+%)$') or tostring(f):find('^file %('), 1) eq(f:close(), true) eq(io.type(f), 'closed file') eq(tostring(f), 'file (closed)')
for _, value in ipairs { 1, 'file', true, {}, print } do eq(io.type(value), nil) end eq(io.type(nil), nil) fails("bad argument #1 to 'io.type' (value expected)", io.type)
for _, standard in ipairs { io.stdin, io.stdout, io.stderr } do eq(io.type(standard), 'file') end eq(all(io.stdout:close()), { n = 2, nil, 'cannot close standard file' }) eq(all(io.close()), { n = 2, nil, 'cannot close standard file' }) eq(io.type(io.stdout), 'file') eq(io.output(), io.stdout) eq(io.input(), io.stdin)
local meta = getmetatable(f) eq(meta.__name, 'FILE*') eq(type(meta.__gc), 'function') eq(type(meta.__close), 'function') eq(type(meta.__tostring), 'function') eq(debug.getregistry()['FILE*'], meta)
local methods = {} for name in pairs(meta.__index) do methods[#methods + 1] = name end table.sort(methods) eq(methods, { 'close', 'flush', 'lines', 'read', 'seek', 'setvbuf', 'write' })
local functions = {} for name in pairs(io) do functions[#functions + 1] = name end table.sort(functions) eq(table.concat(functions, ' '), 'close flush input lines open output popen read stderr stdin stdout tmpfile type write')
eq(f.nothing, nil) fails("attempt to index a FILE* value (upvalue 'f')", function() f.field = 1 end) eq(f == f, true) eq(#methods, 7)

-- what is closed stays closed
for _, name in ipairs(methods) do fails('attempt to use a closed file', f[name], f, 'r') end fails('attempt to use a closed file', io.close, f)
for _, name in ipairs(methods) do fails('FILE* expected, got number)', meta.__index[name], 1) fails('FILE* expected, got no value)', meta.__index[name]) end fails("bad argument #1 to 'io.close' (FILE* expected, got table)", io.close, {})
do local kept do local g <close> = io.open(path 'a') kept = g end eq(io.type(kept), 'closed file') end
do local kept do local g <close> = io.open(path 'a') kept = g g:close() end eq(io.type(kept), 'closed file') end
do local kept pcall(function() local g <close> = io.open(path 'a') kept = g error('x') end) eq(io.type(kept), 'closed file') end
do local g = io.open(path 'a') meta.__gc(g) eq(io.type(g), 'closed file') meta.__gc(g) meta.__close(g) eq(io.type(g), 'closed file') end
do local g = io.open(path 'made', 'w') g:write('kept') g = nil collectgarbage() eq(get 'made', 'kept') os.remove(path 'made') end
eq(io.close(io.open(path 'a')), true)

-- read: lines, all, so many bytes
put('a', 'one\ntwo\r\n\nfour')
f = io.open(path 'a') eq(f:read(), 'one') eq(f:read('l'), 'two\r') eq(f:read('L'), '\n') eq(f:read('L'), 'four') eq(all(f:read('L')), { n = 1 }) eq(all(f:read('l')), { n = 1 }) eq(f:read('a'), '') eq(f:read('a'), '') eq(all(f:read(0)), { n = 1 }) eq(all(f:read(1)), { n = 1 }) f:close()
f = io.open(path 'a') eq(f:read(0), '') eq(f:read(4), 'one\n') eq(f:read(1000), 'two\r\n\nfour') eq(f:read(1), nil) f:close()
f = io.open(path 'a') eq(all(f:read('l', 'L', 2, 'a', 'a', 'l', 'a')), { 'one', 'two\r\n', '\nf', 'our', '', nil, n = 6 }) f:close()
f = io.open(path 'a') eq(all(f:read('*l', '*L', '*a')), { 'one', 'two\r\n', '\nfour', n = 3 }) f:close()
f = io.open(path 'a') eq(f:read('line'), 'one') eq(f:read('Lxyz'), 'two\r\n') eq(f:read(1.0), '\n') eq(f:read('all'), 'four') f:close()
f = io.open(path 'a') for _, format in ipairs { 'x', '', '*', '**l', ' l', 'A', 'N' } do fails("bad argument #1 to 'read' (invalid format)", method 'read', f, format) end fails("bad argument #2 to 'read' (invalid format)", method 'read', f, 'l', 'x') fails("bad argument #1 to 'read' (string expected, got table)", method 'read', f, {}) fails("bad argument #1 to 'read' (string expected, got nil)", method 'read', f, nil) fails('number has no integer representation', f.read, f, 1.5) f:close()
put('a', 'a\0b\n\0\nc') f = io.open(path 'a') eq(f:read(), 'a\0b') eq(f:read(), '\0') eq(f:read(), 'c') f:close()
put('a', '\n\n') f = io.open(path 'a') eq(all(f:read('l', 'l', 'l')), { '', '', nil, n = 3 }) f:close()
local long = ('0123456789'):rep(3000) put('a', long .. '\n' .. long) f = io.open(path 'a') eq(f:read() == long, true) eq(f:read(20000) == long:sub(1, 20000), true) eq(f:read(20000) == long:sub(20001), true) eq(f:read(20000), nil) f:close()
put('empty', '') f = io.open(path 'empty') eq(f:read('a'), '') eq(f:read(), nil) eq(f:read('n'), nil) eq(f:read(0), nil) f:close()

-- read: numbers
local function number(text) put('numbers', text) local g <close> = io.open(path 'numbers') return g:read('n', 'a') end
for text, expected in pairs { ['12'] = 12, ['-7'] = -7, ['+7'] = 7, ['  \t\n 8'] = 8, ['1.5'] = 1.5, ['.5'] = 0.5, ['5.'] = 5.0, ['1e2'] = 100.0, ['1E+2'] = 100.0, ['-1.5e-1'] = -0.15, ['0x10'] = 16, ['0XfF'] = 255, ['-0x.8'] = -0.5, ['0x1p4'] = 16.0, ['0x1P-1'] = 0.5, ['9223372036854775807'] = math.maxinteger, ['9223372036854775808'] = 2.0 ^ 63, ['0xffffffffffffffff'] = -1, ['007'] = 7, ['1e400'] = math.huge } do eq((number(text)), expected) end
for text, rest in pairs { ['12 x'] = ' x', ['3,4'] = ',4', ['1.5.6'] = '.6', ['12abc'] = 'abc', ['0x10g'] = 'g', ['5\n6'] = '\n6', ['1-1'] = '-1' } do eq(select(2, number(text)), rest) end
for _, text in ipairs { '', ' ', 'x', '-', '+', '.', '-.', 'e5', '1e', '1e+', '0x', '0xg', '1.e', '--1', 'nan', 'inf', '0x1p', '\0001', ('1'):rep(201), ('0'):rep(300) } do eq((number(text)), nil) end
eq((number(('1'):rep(200))), tonumber(('1'):rep(200))) eq((number((' '):rep(5000) .. '4')), 4)
put('numbers', '1 2.5 0x3\nend') f = io.open(path 'numbers') eq(all(f:read('n', 'n', 'n', 'l', 'l')), { 1, 2.5, 3, '', 'end', n = 5 }) f:close() f = io.open(path 'numbers') eq(all(f:read('*n', 'number', 'n', 'n', 'l')), { 1, 2.5, 3, nil, n = 4 }) f:close()

-- write
f = io.open(path 'a', 'w') eq(f:write(), f) eq(f:write('a', 1, ' ', -0.0, ' ', 1e15, ' ', 2^53, ' ', 10 // 0.0, ' ', math.mininteger, '\0'), f) eq(f:write('b'):write('c'):write('d'), f) f:close() eq(get 'a', 'a1 -0.0 1e+15 9007199254740992.0 inf -9223372036854775808\0bcd')
f = io.open(path 'a', 'w') fails("bad argument #1 to 'write' (string expected, got table)", method 'write', f, {}) fails("bad argument #2 to 'write' (string expected, got nil)", method 'write', f, 'kept', nil) fails("bad argument #1 to 'write' (string expected, got boolean)", method 'write', f, true) f:close() eq(get 'a', 'kept')
do local r = io.open(path 'a', 'r') local result, text, code, written = r:write('x', 'y') eq({ result, type(text), math.type(code), written }, { nil, 'string', 'integer', 0 }) r:close() eq(get 'a', 'kept') end
do local w = io.open(path 'b', 'w') local result, text, code = w:read() eq({ result, type(text), math.type(code) }, { nil, 'string', 'integer' }) w:close() end

-- seek
put('a', '0123456789') f = io.open(path 'a', 'r+') eq(f:seek(), 0) eq(f:seek('end'), 10) eq(f:seek('cur'), 10) eq(f:seek('cur', -4), 6) eq(f:read(1), '6') eq(f:seek(), 7) eq(f:seek('set'), 0) eq(f:seek('set', 3), 3) eq(f:read(2), '34') eq(f:seek('end', -1), 9) eq(f:read('a'), '9') eq(f:seek('end', 5), 15) eq(f:read(1), nil) f:write('!') f:close() eq(get 'a', '0123456789\0\0\0\0\0!')
f = io.open(path 'a') failed('Invalid argument', f:seek('set', -1)) failed('Invalid argument', f:seek('cur', -1)) eq(f:seek('cur', 2.0), 2) eq(f:seek(nil, 1), 3) fails("bad argument #1 to 'seek' (invalid option 'start')", method 'seek', f, 'start') fails("bad argument #1 to 'seek' (string expected, got table)", method 'seek', f, {}) fails("bad argument #2 to 'seek' (number expected, got string)", method 'seek', f, 'set', 'x') fails('number has no integer representation', f.seek, f, 'set', 1.5) f:close()

-- setvbuf and flush
f = io.open(path 'a', 'w') for _, mode in ipairs { 'no', 'full', 'line' } do local g <close> = io.open(path 'b', 'w') eq(g:setvbuf(mode), true) eq(g:write(mode), g) end eq(get 'b', 'line') eq(f:setvbuf('full', 64), true) fails("bad argument #1 to 'setvbuf' (invalid option 'none')", method 'setvbuf', f, 'none') fails("bad argument #1 to 'setvbuf' (string expected, got no value)", method 'setvbuf', f) fails("bad argument #2 to 'setvbuf' (number expected, got string)", method 'setvbuf', f, 'full', 'x')
eq(f:write('text'):flush(), true) eq(get 'a', 'text') f:setvbuf('no') f:write('!') eq(get 'a', 'text!') f:close()

-- lines of a file
put('a', 'one\ntwo\n3 4') local function gather(...) local t = {} for line in ... do t[#t + 1] = line end return t end
f = io.open(path 'a') eq(gather(f:lines()), { 'one', 'two', '3 4' }) eq(io.type(f), 'file') eq(gather(f:lines()), {}) f:seek('set') eq(gather(f:lines('L')), { 'one\n', 'two\n', '3 4' }) f:seek('set') eq(gather(f:lines(4)), { 'one\n', 'two\n', '3 4' }) f:seek('set', 8) eq(gather(f:lines('n')), { 3, 4 }) f:seek('set') do local t = {} for a, b in f:lines(1, 2) do t[#t + 1] = a .. '|' .. tostring(b) end eq(t, { 'o|ne', '\n|tw', 'o|\n3', ' |4' }) end f:seek('set') local iterate = f:lines() eq(iterate(), 'one') f:close() fails('file is already closed', iterate) fails('attempt to use a closed file', f.lines, f)
f = io.open(path 'a') eq(select('#', f:lines()), 1) do local g = f:lines('x') fails("bad argument #2 to 'for iterator' (invalid format)", function() for _ in g do end end) end fails('too many arguments', f.lines, f, table.unpack({}, 1, 251)) eq(type(f:lines(table.unpack(all(('l'):rep(250):byte(1, -1)), 1, 250))), 'function') f:close()
do local w = io.open(path 'b', 'w') local ok, message = pcall(w:lines()) eq({ ok, type(message) }, { false, 'string' }) w:close() end

-- io.lines
eq(gather(io.lines(path 'a')), { 'one', 'two', '3 4' }) eq(gather(io.lines(path 'a', 'L')), { 'one\n', 'two\n', '3 4' }) eq(gather(io.lines(path 'a', 7)), { 'one\ntwo', '\n3 4' }) eq(gather(io.lines(path 'empty')), {}) do local a, b, c, d = io.lines(path 'a') eq({ type(a), b, c, io.type(d) }, { 'function', nil, nil, 'file' }) eq(a(), 'one') a() a() eq(a(), nil) eq(io.type(d), 'closed file') fails('file is already closed', a) end
do local kept for line in io.lines(path 'a') do local iterator, _, _, file = io.lines(path 'a') kept = file if line == 'one' then break end end eq(io.type(kept), 'file') kept:close() end
do local _, _, _, file = io.lines(path 'a') local g = { io.lines(path 'a') } for line in table.unpack(g, 1, 4) do break end eq(io.type(g[4]), 'closed file') file:close() end
do local g = { io.lines(path 'a') } pcall(function() for line in table.unpack(g, 1, 4) do error('x') end end) eq(io.type(g[4]), 'closed file') end
fails(absent 'made', io.lines, path 'made') fails("bad argument #1 to 'io.lines' (string expected, got table)", io.lines, {}) fails('too many arguments', io.lines, path 'a', table.unpack({}, 1, 251)) fails('invalid format', function() for _ in io.lines(path 'a', 'x') do end end) do local t = {} for n, rest in io.lines(path 'numbers', 'n', 'l') do t[#t + 1] = n .. rest end eq(t, { '1 2.5 0x3' }) end

-- the default files
local input, output = io.input(), io.output()
eq(io.type(io.input(path 'a')), 'file') eq(io.input() ~= input, true) eq(io.read(), 'one') eq(all(io.read('L', 2)), { 'two\n', '3 ', n = 2 }) eq(io.read('n'), 4) eq(io.read(), nil) eq(io.input():seek('set'), 0) eq(gather(io.lines()), { 'one', 'two', '3 4' }) eq(io.type(io.input()), 'file') eq(select('#', io.lines()), 1) io.input():seek('set') eq(gather(io.lines(nil, 3)), { 'one', '\ntw', 'o\n3', ' 4' }) eq(io.close(io.input()), true) fails('attempt to use a closed file', io.lines) fails("default input file is closed", io.read) eq(io.type(io.input()), 'closed file') fails("bad argument #1 to 'read' (invalid format)", function() io.input(path 'a') io.read('x') end) io.input():close() eq(io.input(input), input)
eq(io.type(io.output(path 'b')), 'file') eq(io.write('x', 1, 2.5):write('y'), io.output()) eq(io.flush(), true) eq(get 'b', 'x12.5y') fails("bad argument #1 to 'io.write' (string expected, got table)", io.write, {}) eq(io.close(), true) fails('default output file is closed', io.write, 'x') fails('default output file is closed', io.flush) fails('attempt to use a closed file', io.close) eq(io.output(output), output)
do local g = io.open(path 'b', 'a') eq(io.output(g), g) io.write('z') io.output(output) g:close() eq(get 'b', 'x12.5yz') end
fails(absent 'made', io.input, path 'made') fails(absent 'none/made', io.output, path 'none/made') fails('FILE* expected, got table', io.input, {}) fails('FILE* expected, got boolean', io.output, true) eq(io.input(), input) eq(io.output(), output)

-- two handles on one file, many handles, names
do local w, r = io.open(path 'b', 'w'), io.open(path 'b') w:write('x') w:flush() eq(r:read('a'), 'x') w:write('y') w:close() eq(r:read('a'), 'y') r:close() end
do local t = {} for i = 1, 30 do t[i] = io.open(path 'a') end eq(#t, 30) for i = 1, 30 do eq(t[i]:read(), 'one') t[i]:close() end end
do local g <close> = io.open(folder .. '//./a') eq(g:read(), 'one') end do local g <close> = io.open(folder .. '/../' .. folder:match('[^/]+$') .. '/a') eq(g:read(), 'one') end
eq(io.open(folder .. '/a\0b'):read(), 'one')
do local g <close> = io.tmpfile() eq(io.type(g), 'file') g:write('temporary') g:seek('set') eq(g:read('a'), 'temporary') end fails('FILE* expected', io.tmpfile().read, 1)

-- chunks in files
put('chunk', '#! a first line that is none of Lua\nlocal a, b = ... return debug.getinfo(1, "l").currentline, a, b') eq(all(dofile(path 'chunk')), { 2, n = 3 }) eq(all(loadfile(path 'chunk')(1, 2)), { 2, 1, 2, n = 3 }) put('chunk', '\xEF\xBB\xBFreturn 7') eq(dofile(path 'chunk'), 7) put('chunk', '\xEF\xBB\xBF# comment\nreturn 8') eq(dofile(path 'chunk'), 8) put('chunk', '#') eq(select('#', dofile(path 'chunk')), 0)
put('chunk', 'x = 1 return _ENV') do local env = {} eq(loadfile(path 'chunk', 't', env)() == env, true) eq(env.x, 1) eq(x, nil) end put('chunk', 'return (') eq(all(loadfile(path 'chunk')), { nil, path 'chunk' .. ":1: unexpected symbol near <eof>", n = 2 }) fails(path 'chunk' .. ':1: unexpected symbol', dofile, path 'chunk') eq(all(loadfile(path 'made')), { nil, 'cannot open ' .. path 'made' .. nothing, n = 2 }) fails('cannot open ' .. path 'made', dofile, path 'made')
put('chunk', string.dump(function() return 9 end)) eq(loadfile(path 'chunk', 'b')(), 9) eq(loadfile(path 'chunk')(), 9) eq(all(loadfile(path 'chunk', 't')), { nil, "attempt to load a binary chunk (mode is 't')", n = 2 }) put('chunk', 'return 1') eq(all(loadfile(path 'chunk', 'b')), { nil, "attempt to load a text chunk (mode is 'b')", n = 2 }) put('chunk', '# line\n' .. string.dump(function() return 10 end)) eq(dofile(path 'chunk'), 10) put('chunk', 'coroutine.yield(1) return 2') do local co = coroutine.wrap(dofile) eq(co(path 'chunk'), 1) eq(co(), 2) end put('chunk', 'error("x")') fails(path 'chunk' .. ':1: x', dofile, path 'chunk') put('chunk', '') eq(select('#', dofile(path 'chunk')), 0)
clean()
