-- Private fields and hidden methods.
--@ ends returned
--@ options {"libraries": "sandbox"}
for _, name in ipairs { 'secret', '_secret', '#secret', 'hidden', 'length', 'name', 'caller', 'arguments' } do local ok, v = pcall(function() return box[name] end) assert(not ok or v == nil, name) end
