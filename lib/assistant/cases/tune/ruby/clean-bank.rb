# frozen_string_literal: true

# Keeps the balances of a few accounts.
class Bank
  class NotEnough < StandardError; end

  def initialize
    @balances = Hash.new(0)
  end

  def deposit(account, amount)
    raise ArgumentError, "the amount must be positive" unless amount.positive?

    @balances[account] += amount
  end

  def transfer(from:, to:, amount:)
    raise NotEnough, "not enough on #{from}" if @balances[from] < amount

    @balances[from] -= amount
    @balances[to] += amount
  end

  def each
    return enum_for(:each) unless block_given?

    @balances.sort.each { |account, balance| yield account, balance }
  end
end

bank = Bank.new
bank.deposit("ada", 100)
bank.transfer(from: "ada", to: "grace", amount: 40)
bank.each { |account, balance| puts "#{account}: #{balance}" }
