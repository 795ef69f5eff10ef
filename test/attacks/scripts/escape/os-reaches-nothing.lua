-- What is left of os.
--@ ends returned
--@ options {"libraries": "sandbox"}
for k in pairs(os) do assert(k == 'clock' or k == 'date' or k == 'difftime' or k == 'time', k) end
