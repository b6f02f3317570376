import { expect, test } from "vitest";
import { limited } from "./limited";

test("no more than so many run at once, in the order they came, and one that fails gives its place on", async () => {
  const inTurn = limited(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const work = (n: number) => async () => {
    begun.push(n);
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    if (n % 3 === 0) throw new Error(`no ${n}`);
    return n;
  };
  for (let round = 0; round < 2; round += 1) {
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => inTurn(work(n))));
    expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual(
      Array.from({ length: 10 }, (_, n) => n % 3 !== 0),
    );
  }
  expect(begun).toEqual([...Array(10).keys(), ...Array(10).keys()]);
  expect(most).toBe(2);
});
