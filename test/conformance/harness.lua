--[[ What the chapters begin with, in one line with their first so that lines are theirs: eq, fails, here, report. ]]
local checks, failures = 0, {}
local function fail(text) local level = 3 failures[#failures + 1] = debug.getinfo(level, 'l').currentline .. ': ' .. text end
local function same(a, b) if rawequal(a, b) then return math.type(a) == math.type(b) end if math.type(a) ~= math.type(b) then return false end if a ~= a then return b ~= b end if type(a) == 'table' and type(b) == 'table' and not (getmetatable(a) or getmetatable(b)) then for k, v in next, a do if not same(v, b[k]) then return false end end for k in next, b do if a[k] == nil then return false end end return true end return rawequal(a, b) end
local function show(v) if type(v) == 'string' then return string.format('%q', v) elseif type(v) == 'table' then local t = {} for k, x in next, v do t[#t + 1] = tostring(k) .. '=' .. (type(x) == 'table' and '{..}' or tostring(x)) end return '{' .. table.concat(t, ' ') .. '}' end return tostring(v) end
local function eq(actual, expected) checks = checks + 1 if not same(actual, expected) then fail(show(actual) .. ' is not ' .. show(expected)) end end
local function fails(message, f, ...) checks = checks + 1 local ok, e = pcall(f, ...) if ok then fail('no error, expected ' .. message) elseif not tostring(e):find(message, 1, true) then fail('the error is ' .. tostring(e) .. ', not ' .. message) end end
local function here(offset) return 'chunk:' .. debug.getinfo(2, 'l').currentline + (offset or 0) .. ': ' end
local function report() for i = 1, math.min(#failures, 20) do print(failures[i]) end print(checks .. ' checks, ' .. #failures .. ' failures') if #failures > 0 then error('failed', 0) end end
