import { digits, tableOf } from "./table.mjs";

/**
 * What was asked of us before it was measured.
 *
 * @typedef {{ what: string, measured: number, limit: number, unit?: string, atLeast?: boolean }} Target met where `measured`
 *   is at most `limit`, or with `atLeast` at least that
 */

/** From here on nobody reads what is behind the point. */
const WHOLE_FROM = 1_000;

/**
 * @param {{ scene: string, targets: Target[] }[]} all
 */
export function targetsTable(all) {
  const rows = all.flatMap(({ scene, targets }) =>
    targets.map((target) => [
      `${scene}: ${target.what}`,
      show(target.measured, target.unit),
      `${target.atLeast ? "≥" : "≤"} ${show(target.limit, target.unit)}`,
      verdictOn(target),
    ]),
  );
  return tableOf(["", "measured", "target", ""], rows);
}

/** @param {Target} target */
function verdictOn({ measured, limit, atLeast = false }) {
  if (!isNumber(measured)) return "not measured";
  return (atLeast ? measured >= limit : measured <= limit) ? "met" : "**missed**";
}

/** @param {number} value @param {string} [unit] */
function show(value, unit = "") {
  if (!isNumber(value)) return "–";
  const isWhole = Number.isInteger(value) || Math.abs(value) >= WHOLE_FROM;
  const text = isWhole ? Math.round(value).toLocaleString("en") : digits(value);
  return unit === "" ? text : `${text} ${unit}`;
}

/** JSON keeps what is not a number as null. @param {number | null} value @returns {value is number} */
const isNumber = (value) => value !== null && !Number.isNaN(value);
