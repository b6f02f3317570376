interface Product {
  id: number;
  name: string;
  price: number;
}

const products: Product[] = [
  { id: 1, name: "Lamp", price: 39.5 },
  { id: 2, name: "Chair", price: 120 },
];

export function priceOf(id: number): number {
  const product = products.find((candidate) => candidate.id === id);
  return product.price;
}

export function cheapest(limit: string): Product[] {
  return products.filter((product) => product.price < limit);
}
