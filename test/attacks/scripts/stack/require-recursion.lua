--@ ends error
--@ options {"maxInstructions": 300000000}
package.preload.a = function() return require('b') end package.preload.b = function() package.loaded.a = nil return require('a') end require('a')
