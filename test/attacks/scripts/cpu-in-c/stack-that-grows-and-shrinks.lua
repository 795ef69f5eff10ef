--@ ends instructions
local function f(n) if n == 0 then return 1 end return 1 + f(n - 1) end while true do f(20000) collectgarbage("step") end
