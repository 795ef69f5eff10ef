-- Whatever the host throws is an error in Lua.
--@ ends returned
--@ options {"libraries": "sandbox"}
for i = 1, 12 do local ok, e = pcall(failWith, i) assert(not ok) assert(type(tostring(e)) == 'string') end
