import { expect, test } from "vitest";
import { createTurns } from "./turns";

/** Work that ends when it is told to. */
function gate(log: string[], name: string) {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const work = async () => {
    log.push(`${name} begins`);
    await opened;
    log.push(`${name} ends`);
    return name;
  };
  return { work, open: () => open() };
}

test("work for one account runs in the order in which it was asked for, for two it waits for both", async () => {
  const inTurn = createTurns();
  const log: string[] = [];
  const [one, two, both] = [gate(log, "one"), gate(log, "two"), gate(log, "both")];
  const done = [
    inTurn([1], one.work),
    inTurn([2], two.work),
    inTurn([2, 1], both.work),
    inTurn([1], async () => log.push("after")),
  ];
  two.open();
  expect(await done[1]).toBe("two");
  both.open();
  one.open();
  await Promise.all(done);
  expect(log).toEqual([
    "one begins",
    "two begins",
    "two ends",
    "one ends",
    "both begins",
    "both ends",
    "after",
  ]);
});

test("work that fails tells whoever asked for it, and holds up nobody", async () => {
  const inTurn = createTurns();
  const failing = inTurn([1], async () => {
    throw new Error("no");
  });
  const next = inTurn([1], async () => "yes");
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
