-- It never ends by itself. The page stays alive while it runs:
-- watch the moon, move a slider, or press Stop.

while true do end
