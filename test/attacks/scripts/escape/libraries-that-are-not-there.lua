--@ ends returned
--@ options {"libraries": "sandbox"}
for _, name in ipairs { 'io', 'debug', 'package', 'require', 'dofile', 'loadfile' } do assert(_G[name] == nil, name) end for _, name in ipairs { 'execute', 'exit', 'getenv', 'remove', 'rename', 'tmpname', 'setlocale' } do assert(os[name] == nil, name) end assert(string.dump == nil)
