--@ ends returned
--@ options {"libraries": "sandbox"}
local t = { [1.5] = 1, [-1] = 2, [0] = 3, [true] = 4, [1 << 62] = 5, [-0.0] = 6, [math.huge] = 7, ['\xff\xfe'] = 8, ['\u{D800}'] = 9 } identity(t)
