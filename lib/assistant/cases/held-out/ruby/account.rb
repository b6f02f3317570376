require "json"

class Account
  attr_reader :balance

  def initialize(balance)
    balance = balance
    @history = []
  end

  def withdraw(amount)
    if amount > @balnce
      raise ArgumentError, "too much"
    end
    @history << [:withdraw, amount]
    return balance - amount
    puts "done"
  end

  def status
    case @history.size
    when 0 then "new"
    when 1..5 then "known"
    when 0 then "unused"
    end
  end

  def self.load(path)
    JSON.parse(File.read(path))
  rescue Exception
    nil
  end

  def deposit(amount, amuont = 1)
    unused = amount * 2
    @balance += amount
  end
end
