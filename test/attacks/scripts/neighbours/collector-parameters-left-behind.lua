--@ ends returned
for _, name in ipairs { 'minormul', 'majorminor', 'minormajor', 'pause', 'stepmul', 'stepsize' } do collectgarbage('param', name, 1000) end collectgarbage('generational') collectgarbage('stop') left = ('x'):rep(1e6)
