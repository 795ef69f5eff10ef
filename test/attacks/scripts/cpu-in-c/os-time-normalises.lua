-- Fields that are far out of range.
--@ ends instructions
while true do os.time({ year = 2000, month = 1 << 30, day = 1 << 30, hour = 1 << 30, min = 1 << 30, sec = 1 << 30 }) end
