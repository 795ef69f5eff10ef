-- All modes, all ways to give it.
--@ ends returned
--@ options {"libraries": "sandbox"}
local code = '\27Lua\x55\0\x19\x93\r\n\x1a\n' for _, mode in ipairs { 'b', 'bt', 'tb', 't', 'x', '' } do assert(not load(code, 'x', mode)) assert(not load(coroutine.wrap(function() for c in code:gmatch('.') do coroutine.yield(c) end end), 'x', mode)) end assert(not load(code)) assert(not load('#comment\n' .. code)) assert(not load('\xef\xbb\xbf' .. code))
