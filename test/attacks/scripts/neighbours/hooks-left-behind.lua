--@ ends instructions
--@ spoils the context until it is reset
--@ options {"libraries": "all"}
left = 0 debug.sethook(function() while true do end end, 'crl', 1)
