-- They are names only; nothing of the process stands behind them.
--@ ends returned
for _, stream in ipairs { io.stdin, io.stdout, io.stderr } do
  for _, name in ipairs { 'close', 'flush', 'lines', 'read', 'seek', 'setvbuf', 'write' } do
    for _, arguments in ipairs { {}, { 'a' }, { 'n' }, { 'set', math.mininteger }, { 'end', 1 << 40 }, { 'full', math.maxinteger }, { 'no', -1 }, { 'cur' }, { 0 }, { 1e6 } } do pcall(stream[name], stream, table.unpack(arguments)) end
  end
  pcall(io.input, stream) pcall(io.output, stream) pcall(io.close, stream) pcall(io.read, 'a') pcall(io.write, 'x') pcall(io.lines) pcall(io.flush) pcall(io.close)
  pcall(getmetatable(stream).__gc, stream) pcall(getmetatable(stream).__close, stream) pcall(getmetatable(stream).__gc, point) pcall(getmetatable(stream).__gc, box) pcall(stream.read, point) pcall(io.output, box)
end
assert(not io.open('/dev/stdin') and not io.open('/dev/fd/0') and not io.open('') and not io.open('/') and not io.open('.'))
