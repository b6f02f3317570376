def total(items)
  sum = 0
  items.each do |item|
    sum += item.price
  end
  sum
end

def label(item
  item.name
end

def first(items)
  return items.first
  puts "done"
end
