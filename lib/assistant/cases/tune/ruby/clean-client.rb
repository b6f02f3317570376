# frozen_string_literal: true

require "json"
require "net/http"
require "uri"

# Asks a weather service, a few times if it has to.
class WeatherClient
  Error = Class.new(StandardError)
  TRIES = 3

  def initialize(base)
    @base = URI(base)
  end

  def temperature(city)
    uri = @base + "/v1/weather"
    uri.query = URI.encode_www_form(city: city)
    JSON.parse(get(uri)).fetch("temperature")
  rescue JSON::ParserError, KeyError => e
    raise Error, "not understood: #{e.message}"
  end

  private

  def get(uri)
    tries = 0
    begin
      answer = Net::HTTP.get_response(uri)
      raise Error, answer.code unless answer.is_a?(Net::HTTPSuccess)

      answer.body
    rescue Errno::ECONNRESET
      tries += 1
      retry if tries < TRIES
      raise
    end
  end
end
