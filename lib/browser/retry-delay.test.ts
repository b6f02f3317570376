import { expect, it } from "vitest";
import { retryDelay } from "./retry-delay";

const delays = (random: () => number) =>
  Array.from({ length: 9 }, (_, tries) => retryDelay(tries + 1, random));

it("doubles from a quarter of a second up to ten seconds, and takes half of it by chance", () => {
  expect(delays(() => 0)).toEqual([125, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
  expect(delays(() => 1)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
});
