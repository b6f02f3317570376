const items = [];
const unused = new Map();

function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}

function describe(item) {
  switch (item.kind) {
    case "book":
      item.shelf = 1;
    case "film":
      item.shelf = 2;
      break;
    default:
      item.shelf = 3;
  }
  if (item.price === NaN) {
    return "unknown price";
  }
  return
    item.name + ": " + item.price;
}

function byPrice(items) {
  return items.sort((a, b) => a.price > b.price);
}

module.exports = { items, total, describe, byPrice };
