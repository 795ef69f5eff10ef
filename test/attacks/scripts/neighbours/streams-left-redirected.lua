--@ ends returned
io.output(io.stderr) io.input(io.stderr) io.write('x') io.stdout:setvbuf('no') getmetatable(io.stdout).__index = nil getmetatable(io.stdout).__gc = error
