-- Many calls of short string functions, without patterns.
local byte, char, sub, rep, find = string.byte, string.char, string.sub, string.rep, string.find
local upper, reverse, format = string.upper, string.reverse, string.format

local sum = 0
for i = 1, N do
  local letter = char(97 + i % 26)
  local word = rep(letter, i % 7 + 1) .. 'tide'
  local label = format('%s-%05d', upper(word), i)
  local mirrored = reverse(label)
  local at = find(label, '-', 1, true)
  local tail = sub(label, at + 1, -2)
  sum = (sum + byte(mirrored, 1) * #label + byte(tail, #tail) + at) % 1000003
  if sub(mirrored, -#word) ~= reverse(upper(word)) then
    sum = sum + 1
  end
end

return sum
