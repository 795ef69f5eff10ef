--@ ends returned
io.write('no newline') io.stdout:write('here either') io.stderr:write('nor here') warn('@on') warn('one') io.write(('x'):rep(1e6))
