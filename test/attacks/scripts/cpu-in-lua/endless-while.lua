-- The plainest loop.
--@ ends instructions
while true do end
