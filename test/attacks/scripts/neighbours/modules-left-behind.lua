--@ ends returned
--@ options {"libraries": "all"}
package.loaded.left = { 1 } package.preload.left2 = print package.path = 'left' package.searchers[1] = print
