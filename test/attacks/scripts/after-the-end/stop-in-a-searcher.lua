--@ ends aborted
--@ options {"maxInstructions": 30000000, "libraries": "all"}
package.searchers[1] = function() stop() touch() end pcall(require, 'x') while true do touch() end
