--@ ends returned
--@ options {"libraries": "all"}
assert(not package.loadlib('libc.so.6', 'system')) assert(not package.loadlib('libc.so.6', '*')) assert(not pcall(require, 'socket'))
