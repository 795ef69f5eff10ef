--@ ends instructions
local function R(text, n) return text:rep(4096):rep(n // 4096) end
local s = R("x", 2^18) while true do load("error()", s) load("+", s) load("+", "=" .. s) load("+", "@" .. s) load("return " .. s .. " " .. s) pcall(load("error()", "=" .. s)) end
