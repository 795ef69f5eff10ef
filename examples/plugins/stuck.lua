return {
  title = 'Stuck',
  run = function() while true do end end,
}
