local shop = require('shop')
local taxes = require('taxes')

return {
  title = 'Discount',
  run = function(order)
    local price = order.total > 100 and order.total * 0.9 or order.total
    return shop.round(taxes.add(price)) .. ' ' .. shop.currency
  end,
}
