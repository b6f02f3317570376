export function totals(orders) {
  const lines = orders.flatMap((order) => order.lines);
  const priced = lines.map((line) => {
    if (line.discount) {
      return { ...line, price: line.price * (1 - line.discount) };
    }
  });
  return priced.reduce((sum, line) => sum + line.price * line.count, 0);
}

export function currency(amount) {
  return new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(amount);
}
