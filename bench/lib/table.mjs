/**
 * @param {string[]} head the first column names the rows, the others hold numbers
 * @param {string[][]} rows
 */
export function tableOf(head, rows) {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * A dash for what was not measured; JSON keeps what is not a number as null.
 * @param {number | null | undefined} value
 * @param {number} [decimals]
 */
export function digits(value, decimals = 2) {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : value.toFixed(decimals);
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle);
  return sorted.length % 2 === 0 ? (low + high) / 2 : low;
}
