-- Sizes, alignments and values at their bounds.
--@ ends instructions
local extremes = { 'i17', 'i0', '!17i4', '!3i4', 'c', 'c-1', 'c4294967296', 'c99999999999999999999', 'i4294967297', 's17', 'X', 'Xz', 'X!', '!16Xi16', 'z', ' < > = ! ', '!', 'i16 !1 Xd', 'j', 'T', 's1' }
while true do
  for _, format in ipairs(extremes) do
    for _, value in ipairs { 0, -1, math.mininteger, math.maxinteger, 1e308, -0.0, 'x', ('x'):rep(300), 'a\0b' } do
      pcall(string.pack, format, value) pcall(string.unpack, format, tostring(value)) pcall(string.unpack, format, '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff', value)
    end
    pcall(string.packsize, format) pcall(string.packsize, format:rep(100))
  end
end
