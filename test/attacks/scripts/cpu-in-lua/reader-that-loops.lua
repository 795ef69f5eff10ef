-- The reader itself never returns.
--@ ends instructions
load(function() while true do end end)
