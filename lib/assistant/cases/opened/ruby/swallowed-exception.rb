require "json"

module Settings
  PATH = "settings.json"

  def self.load
    JSON.parse(File.read(PATH))
  rescue Exception
    {}
  end

  def self.save(settings)
    File.write(PATH, JSON.pretty_generate(settings))
  end
end
