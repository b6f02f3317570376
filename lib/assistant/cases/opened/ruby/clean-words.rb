# frozen_string_literal: true

require "optparse"

options = { limit: 10 }
OptionParser.new do |parser|
  parser.banner = "Usage: words [options] FILE"
  parser.on("-n", "--limit N", Integer, "how many words") { |limit| options[:limit] = limit }
end.parse!

path = ARGV.fetch(0) { abort "a file, please" }
counts = Hash.new(0)
File.foreach(path) do |line|
  line.downcase.scan(/\p{L}+/) { |word| counts[word] += 1 }
end

counts.sort_by { |word, count| [-count, word] }.first(options[:limit]).each do |word, count|
  puts format("%5d %s", count, word)
end
