-- Addresses are those of the virtual machine.
--@ ends returned
--@ options {"libraries": "sandbox"}
local a = tostring({}):match('0x(%x+)') assert(#a <= 8) assert(tostring(print) ~= tostring(call))
