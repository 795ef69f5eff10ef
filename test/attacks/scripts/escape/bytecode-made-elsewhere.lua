-- string.dump is there, but nothing loads what it makes.
--@ ends returned
--@ options {"libraries": "all"}
local code = string.dump(function() return 1 end) assert(not load(code)) assert(not load(code, 'x', 'b')) assert(not load(code, 'x', 'bt')) package.preload.x = load(code) assert(not pcall(require, 'x'))
