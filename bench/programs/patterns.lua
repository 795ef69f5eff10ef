-- Pattern matching over a generated log: find, match with captures, gmatch, gsub.
local levels = { 'info', 'warning', 'error', 'debug' }
local lines = {}
for i = 1, N do
  lines[i] = '[' .. levels[i * 7 % 4 + 1] .. '] user' .. i % 97 .. ' took ' .. i * 13 % 1000 .. ' ms at /shore/' .. i % 31
end
local text = table.concat(lines, '\n')

local sum, words = 0, 0
for line in text:gmatch('[^\n]+') do
  local level, user, time = line:match('^%[(%a+)%] user(%d+) took (%d+) ms')
  if level == 'error' then sum = (sum + tonumber(user) * tonumber(time)) % 1000003 end
  if line:find('/shore/3%f[%D]') then sum = sum + 1 end
end
for word in text:gmatch('%a+') do
  words = words + #word
end
local masked, count = text:gsub('user(%d+)', '<%1>')
local _, slow = masked:gsub('(%d+) ms', function(time)
  if #time == 3 then return time .. ' ms!' end
end)
local _, balanced = masked:gsub('%b<>', '')

return sum + words + #masked + count + slow + balanced
