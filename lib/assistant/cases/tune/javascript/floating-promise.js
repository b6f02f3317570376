import { readFile, writeFile } from "node:fs/promises";

async function loadCart(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (fault) {
    if (fault.code === "ENOENT") return { items: [] };
    throw fault;
  }
}

async function saveCart(path, cart) {
  await writeFile(path, JSON.stringify(cart, null, 2));
}

export async function addItem(path, item) {
  const cart = await loadCart(path);
  cart.items.push(item);
  saveCart(path, cart);
  return cart.items.length;
}
