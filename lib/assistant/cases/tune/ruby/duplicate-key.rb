COLORS = {
  red: "#f00",
  green: "#0f0",
  blue: "#00f",
  red: "#d00",
}.freeze

def color(name)
  COLORS.fetch(name) { raise KeyError, "no color #{name}" }
end

def mix(first, second)
  return first if first == first

  [color(first), color(second)]
end
