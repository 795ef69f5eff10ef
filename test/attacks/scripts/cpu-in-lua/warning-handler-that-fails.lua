-- Its errors are errors of the script.
--@ ends instructions
--@ spoils the context until it is reset
--@ options {"warningThreshold": 0.1}
function onResourceWarning() onResourceWarning() end while true do pcall(function() while true do end end) end
