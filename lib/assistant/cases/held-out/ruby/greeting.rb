def greet(name, times)
  times.times do |i|
    puts "#{i}: hello #{name}"
  end

def shout(text)
  puts text.upcase
end

greet("ada", 3)
