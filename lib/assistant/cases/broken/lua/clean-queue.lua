local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ first = 1, last = 0 }, Queue)
end

function Queue:push(value)
  self.last = self.last + 1
  self[self.last] = value
end

return Queue
