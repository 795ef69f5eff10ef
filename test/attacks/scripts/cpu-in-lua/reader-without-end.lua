-- load reads until the reader says nil.
--@ ends instructions
load(function() return '--\n' end)
