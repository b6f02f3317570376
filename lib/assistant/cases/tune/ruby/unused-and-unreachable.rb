def parse(line)
  name, count, price = line.split(",")
  total = count.to_i * price.to_f
  { name: name.strip, count: count.to_i, price: price.to_f }
end

def check(item)
  if item[:count].negative?
    raise ArgumentError, "count of #{item[:name]}"
    warn "skipped #{item[:name]}"
  end
  item
end

ARGF.each_line { |line| p check(parse(line)) }
