-- Every value that can be reached from the globals.
--@ ends returned
--@ options {"libraries": "sandbox"}
local seen, left = {}, { _G, getmetatable('') } while #left > 0 do local t = table.remove(left) if not seen[t] then seen[t] = true for k, v in next, t do assert(k ~= 'io' and k ~= 'debug' and k ~= 'registry', k) if type(v) == 'table' then left[#left + 1] = v end local m = getmetatable(v) if type(m) == 'table' then left[#left + 1] = m end end end end
