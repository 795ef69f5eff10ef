--@ ends returned
--@ options {"libraries": "sandbox"}
for _, name in ipairs { 'constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', '__lookupGetter__', 'isPrototypeOf' } do assert(object[name] == nil, name) assert(object.nested[name] == nil, name) local ok, value = pcall(function() return box[name] end) assert(not ok or value == nil, name) local ok, value = pcall(function() return Point[name] end) assert(not ok or value == nil, name) local ok, value = pcall(function() return point[name] end) assert(not ok or value == nil, name) end
