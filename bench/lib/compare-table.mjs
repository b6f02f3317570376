import { median } from "./table.mjs";

/**
 * @typedef {import("./compare.mjs").Compared} Compared
 */

const HEAD = [
  "| | Tandem, requests/s | peer, requests/s | Tandem ÷ peer: min | median | max | p99, ms | peer's | processor, ms a request | peer's | peer ÷ Tandem |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
];

/**
 * Rates and latencies are medians over the rounds; ratios are taken round by round.
 * @param {Compared[]} all
 */
export function compareTable(all) {
  return [...HEAD, ...all.map(row)].join("\n");
}

/** @param {Compared} compared */
function row({ name, ours, peer }) {
  const ratios = ours
    .map(({ rate }, round) => rate / (peer[round]?.rate ?? Number.NaN))
    .sort((a, b) => a - b);
  const cpu = { ours: median(ours.map(({ cpuMs }) => cpuMs)), peer: median(peer.map(({ cpuMs }) => cpuMs)) };
  const cells = [
    name,
    median(ours.map(({ rate }) => rate)).toFixed(0),
    median(peer.map(({ rate }) => rate)).toFixed(0),
    digits(ratios[0]),
    `**${digits(median(ratios))}**`,
    digits(ratios.at(-1)),
    median(ours.map(({ p99 }) => p99)).toFixed(0),
    median(peer.map(({ p99 }) => p99)).toFixed(0),
    cpu.ours.toFixed(2),
    cpu.peer.toFixed(2),
    digits(cpu.peer / cpu.ours),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** @param {number | undefined} ratio */
const digits = (ratio = Number.NaN) => ratio.toFixed(ratio < 0.1 ? 3 : 2);
