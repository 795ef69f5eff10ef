--@ ends returned
--@ options {"libraries": "all"}
for k, v in pairs(string) do string[k] = nil end for k in pairs(table) do table[k] = nil end print, pcall, error, type = nil
