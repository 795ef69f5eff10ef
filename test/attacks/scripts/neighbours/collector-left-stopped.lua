--@ ends returned
--@ options {"libraries": "all"}
collectgarbage('stop') collectgarbage('generational') collectgarbage('param', 'pause', 1000)
