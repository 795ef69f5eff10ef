-- The script's own warning handler spends its budget.
--@ ends instructions
--@ options {"warningThreshold": 0.5}
function onResourceWarning() while true do end end while true do end
