-- A caught exception of the host is a table with two fields.
--@ ends returned
--@ options {"libraries": "sandbox"}
local ok, e = pcall(fail) assert(not ok and type(e) == 'table') for k in next, e do assert(k == 'name' or k == 'message', k) end for _, name in ipairs { 'stack', 'constructor', '__proto__', 'cause', 'code', 'toString' } do assert(e[name] == nil, name) end
