import type { EvalCase } from "./case";

export const PYTHON: readonly EvalCase[] = [
  {
    name: "a window that forgets its last place",
    language: "python",
    code: `def best_window(values, size):
    """Largest sum of \`size\` neighbouring values."""
    if size <= 0 or size > len(values):
        raise ValueError("size does not fit")
    current = sum(values[:size])
    best = current
    for end in range(size, len(values) - 1):
        current += values[end] - values[end - size]
        best = max(best, current)
    return best
`,
    mistake: { defect: "off by one", lines: ["for end in range(size, len(values) - 1):"] },
  },
  {
    name: "a discount for whom it is not meant",
    language: "python",
    code: `def price(order):
    """Members, and whoever buys for 100 or more, get a tenth off; nobody does on sale items."""
    total = sum(item.price * item.count for item in order.items)
    if order.is_member or total >= 100 and not order.on_sale:
        total *= 0.9
    return round(total, 2)
`,
    mistake: {
      defect: "wrong operator",
      lines: ["if order.is_member or total >= 100 and not order.on_sale:"],
    },
  },
  {
    name: "a query made of what somebody typed",
    language: "python",
    code: `def find_users(connection, name, limit=20):
    limit = max(1, min(int(limit), 100))
    cursor = connection.cursor()
    cursor.execute(
        "SELECT id, name FROM users WHERE name LIKE '%" + name + "%' ORDER BY name LIMIT %s",
        (limit,),
    )
    return cursor.fetchall()
`,
    mistake: {
      defect: "injection",
      lines: [
        "cursor.execute(",
        '"SELECT id, name FROM users WHERE name LIKE \'%" + name + "%\' ORDER BY name LIMIT %s",',
      ],
    },
  },
  {
    name: "the mean of nothing",
    language: "python",
    code: `from collections import defaultdict


def mean_by_city(readings, minimum):
    sums = defaultdict(float)
    counts = defaultdict(int)
    for city, value in readings:
        counts[city] += 0
        if value >= minimum:
            sums[city] += value
            counts[city] += 1
    return {city: sums[city] / counts[city] for city in counts}
`,
    mistake: {
      defect: "missed case",
      lines: ["return {city: sums[city] / counts[city] for city in counts}", "counts[city] += 0"],
    },
  },
  {
    name: "binary search, right",
    language: "python",
    code: `def first_at_least(values, wanted):
    """Index of the first of the sorted values that is \`wanted\` or more; len(values) when there is none."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
`,
    mistake: null,
  },
];
