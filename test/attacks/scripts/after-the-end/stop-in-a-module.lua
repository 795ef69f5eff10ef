--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
package.preload.m = function() stop() while true do end end
pcall(require, 'm') touch() pcall(require, 'm') touch()
