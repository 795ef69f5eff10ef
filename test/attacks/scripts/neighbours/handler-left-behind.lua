--@ ends returned
--@ options {"libraries": "all", "warningThreshold": 0.9}
function onResourceWarning() while true do end end
