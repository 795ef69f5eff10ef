-- Names that mean something to JavaScript, and keys that it does not have.
--@ ends returned
for _, object in ipairs { object, object.nested, object.nested.b, box, point, Point } do
  for _, key in ipairs { 'constructor', '__proto__', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__', '__lookupGetter__', 'then', 'toJSON', 'Symbol(nodejs.util.inspect.custom)', '@@iterator', '', '\0', '\xff', '__index', '__gc', '__name' } do
    pcall(function() local f = object[key] if type(f) == 'function' then f(object) f() end end)
    pcall(function() object[key] = function() error('called') end end)
    pcall(function() object[key](object) end)
  end
  for _, key in ipairs { 0, -1, 0.5, 2^53, math.mininteger, true, print, {}, coroutine.create(print) } do pcall(function() return object[key] end) pcall(function() object[key] = key end) end
end
