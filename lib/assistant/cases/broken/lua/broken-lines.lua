local M = {}

function M.total(items)
  local sum = = 0
  for _, item in ipairs(items) do
    sum = sum + item.price
  end
  return sum
end

function M.label(item)
  local name = item.name .. 
  return name
end

M.version = "1" "2"

return M
