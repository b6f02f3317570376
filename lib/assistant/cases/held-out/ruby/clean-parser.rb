# frozen_string_literal: true

require "set"
require "time"

module Logs
  Entry = Struct.new(:time, :level, :text, keyword_init: true) do
    def error?
      level == "ERROR"
    end
  end

  class Parser
    LINE = /\A(?<time>\S+)\s+(?<level>[A-Z]+)\s+(?<text>.*)\z/

    include Enumerable

    def initialize(io, levels: nil)
      @io = io
      @levels = levels&.to_set
      @skipped = 0
    end

    attr_reader :skipped

    def each
      return enum_for(:each) unless block_given?

      @io.each_line(chomp: true) do |line|
        match = LINE.match(line)
        if match.nil?
          @skipped += 1
          next
        end
        entry = Entry.new(time: Time.parse(match[:time]), level: match[:level], text: match[:text])
        yield entry if @levels.nil? || @levels.include?(entry.level)
      end
    end

    def self.open(path, **options)
      File.open(path) { |io| new(io, **options).to_a }
    rescue Errno::ENOENT => e
      warn "#{path}: #{e.message}"
      []
    end
  end
end

if __FILE__ == $PROGRAM_NAME
  entries = Logs::Parser.open(ARGV.fetch(0), levels: %w[ERROR WARN])
  entries.group_by(&:level).each do |level, list|
    puts format("%-6s %5d", level, list.size)
  end
end
