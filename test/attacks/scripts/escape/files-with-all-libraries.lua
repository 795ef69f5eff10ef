-- No file is there, whatever is asked.
--@ ends returned
--@ options {"libraries": "all"}
for _, f in ipairs { '/etc/passwd', 'package.json', '../package.json', '/proc/self/environ', 'C:\\Windows\\win.ini' } do assert(not loadfile(f)) assert(not pcall(dofile, f)) assert(not os.remove(f)) assert(not os.rename(f, f .. '2')) assert(not package.searchpath(f, '?')) end assert(os.getenv('PATH') == nil and os.getenv('HOME') == nil) assert(not os.execute()) assert(not os.execute('true'))
