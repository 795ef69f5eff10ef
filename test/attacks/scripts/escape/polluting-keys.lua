-- What is returned has own properties only.
--@ ends returned
--@ options {"libraries": "sandbox"}
return { ['__proto__'] = { polluted = 1 }, constructor = { prototype = { polluted = 1 } }, prototype = { polluted = 1 }, ['then'] = 1, toString = 1, hasOwnProperty = 1, [''] = 1, ['\0'] = 1 }
