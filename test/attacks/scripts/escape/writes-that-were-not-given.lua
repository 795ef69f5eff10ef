--@ ends returned
--@ options {"libraries": "sandbox"}
assert(not pcall(function() box.value = 'changed' end)) assert(not pcall(function() box.added = 1 end)) assert(not pcall(function() box.__proto__ = {} end)) assert(not pcall(function() point.__proto__ = {} end)) assert(box.value == 7)
