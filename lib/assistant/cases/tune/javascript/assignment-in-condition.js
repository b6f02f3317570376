const STATES = ["open", "paid", "sent"];

export function nextState(order) {
  const index = STATES.indexOf(order.state);
  if (index === -1) {
    throw new Error(`unknown state ${order.state}`);
  }
  return STATES[Math.min(index + 1, STATES.length - 1)];
}

export function describe(order) {
  if (order.state = "sent") {
    return `Order ${order.id} is on its way`;
  }
  return `Order ${order.id} is ${order.state}`;
}
