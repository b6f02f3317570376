class Report
  def initialize(author_ids)
    @author_ids = author_ids
  end

  def lines
    @author_ids.map do |id|
      author = Author.find(id)
      "#{author.name}: #{author.books.count}"
    end
  end

  def search(name)
    Author.where("name LIKE '%#{name}%'")
  end
end
