export async function ordersWithCustomers(db) {
  const orders = await db.query("SELECT id, customer_id, total FROM orders WHERE open");
  const result = [];
  for (const order of orders.rows) {
    const customer = await db.query("SELECT name FROM customers WHERE id = $1", [order.customer_id]);
    result.push({ ...order, customer: customer.rows[0]?.name ?? "" });
  }
  return result;
}

export async function findByName(db, name) {
  const answer = await db.query("SELECT id, name FROM customers WHERE name = '" + name + "'");
  return answer.rows;
}
