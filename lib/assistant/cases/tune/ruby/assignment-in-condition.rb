class Door
  attr_reader :state

  def initialize
    @state = :closed
  end

  def open
    @state = :open
  end

  def label
    if state = :open
      "come in"
    else
      "please knock"
    end
  end
end

puts Door.new.label
