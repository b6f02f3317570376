class Basket
  def initialize
    @items = []
  end

  def add(name, price)
    @items << [name, price]
  end

  def total
    @items.sum do |_name, price|
      price
  end

  def to_s
    @items.map { |name, price| "#{name}: #{price}" }.join("\n")
  end
end
