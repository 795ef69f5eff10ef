--@ ends returned
--@ options {"libraries": "sandbox"}
for _, self in ipairs { 1, 'x', {}, print, false, box } do local ok = pcall(point.norm, self) assert(not ok, tostring(self)) end local ok = pcall(point.norm) assert(not ok)
