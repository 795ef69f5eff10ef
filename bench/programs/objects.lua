-- Classes by metatables: fields, methods, inheritance, an overridden method, operators.
local Account = {}
Account.__index = Account

function Account.new(balance)
  return setmetatable({ balance = balance }, Account)
end

function Account:deposit(amount)
  self.balance = (self.balance + amount) % 65536
end

function Account:fee()
  return 1
end

function Account:withdraw(amount)
  local total = amount + self:fee()
  if self.balance >= total then
    self.balance = self.balance - total
    return total
  end
  return 0
end

local Savings = setmetatable({}, { __index = Account })
Savings.__index = Savings

function Savings.new(balance)
  return setmetatable(Account.new(balance), Savings)
end

function Savings:fee()
  return 3
end

local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b)
  return setmetatable({ x = (a.x + b.x) % 1009, y = (a.y + b.y) % 1013 }, Vector)
end
Vector.__eq = function(a, b)
  return a.x == b.x and a.y == b.y
end

local accounts = { Account.new(100), Savings.new(100), Account.new(1000), Savings.new(0) }
local step = setmetatable({ x = 2, y = 3 }, Vector)
local origin = setmetatable({ x = 0, y = 0 }, Vector)
local place = origin
local paid, returns = 0, 0
for i = 1, N do
  local account = accounts[i % #accounts + 1]
  account:deposit(i % 100)
  paid = (paid + account:withdraw(i % 60)) % 1000003
  place = place + step
  if place == origin then returns = returns + 1 end
end

return paid + returns + place.x + place.y
