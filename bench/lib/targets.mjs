import { digits, tableOf } from "./table.mjs";

/**
 * What was asked of us before it was measured.
 *
 * @typedef {{ what: string, measured: number, limit: number, unit?: string, atLeast?: boolean }} Target met where `measured`
 *   is at most `limit`, or with `atLeast` at least that
 */

/**
 * @param {{ scene: string, targets: Target[] }[]} all
 */
export function targetsTable(all) {
  const rows = all.flatMap(({ scene, targets }) =>
    targets.map((target) => [
      `${scene}: ${target.what}`,
      show(target.measured, target.unit),
      `${target.atLeast ? "≥" : "≤"} ${show(target.limit, target.unit)}`,
      isMet(target) ? "met" : "**missed**",
    ]),
  );
  return tableOf(["", "measured", "target", ""], rows);
}

/** What was not measured is not met. @param {Target} target */
function isMet({ measured, limit, atLeast = false }) {
  if (measured === null || Number.isNaN(measured)) return false;
  return atLeast ? measured >= limit : measured <= limit;
}

/** @param {number} value @param {string} [unit] */
function show(value, unit = "") {
  const text = Number.isInteger(value) ? value.toLocaleString("en") : digits(value);
  return unit === "" ? text : `${text} ${unit}`;
}
