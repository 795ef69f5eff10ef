local rates = require('taxes.rates')

return {
  add = function(price) return price * (1 + rates.standard) end,
}
