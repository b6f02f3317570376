export function sum(values) {
  let total = 0;
  for (const value of values) {
    total += value;
  return total;
}

export function average(values) {
  if (values.length = 0) return 0;
  return sum(values) / values.lenght;
}

export function spread(values) {
  const sorted = [3, 20, 100].sort();
  switch (typeof values) {
    case "arry":
      return sorted;
  }
  return values;
}
