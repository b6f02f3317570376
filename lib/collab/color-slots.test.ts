import { describe, expect, it } from "vitest";
import { PEOPLE_COLORS } from "@/lib/contracts/people-colors";
import { createColorSlots } from "./color-slots";

const [FIRST, SECOND, THIRD] = PEOPLE_COLORS;

describe("createColorSlots", () => {
  it("hands out the first free one in order, the same to all connections of a person", () => {
    const slots = createColorSlots();
    expect([slots.take(1), slots.take(2), slots.take(1), slots.take(3)]).toEqual([
      FIRST,
      SECOND,
      FIRST,
      THIRD,
    ]);
    slots.release(1);
    expect(slots.take(4)).toBe(PEOPLE_COLORS[3]); // the first still has a connection
    slots.release(2);
    expect(slots.take(5)).toBe(SECOND);
  });

  it("gives who comes back the colour they had, in whatever order they come", () => {
    const slots = createColorSlots();
    for (const userId of [1, 2, 3]) slots.take(userId);
    for (const userId of [1, 2]) slots.release(userId);
    expect([slots.take(2), slots.take(1)]).toEqual([SECOND, FIRST]);
  });

  it("gives another one when somebody has it by now, and that one from then on", () => {
    const slots = createColorSlots();
    for (const userId of [1, 2]) slots.take(userId);
    slots.release(1);
    expect(slots.take(9)).toBe(FIRST);
    expect(slots.take(1)).toBe(THIRD);
    slots.release(9);
    slots.release(1);
    expect(slots.take(1)).toBe(THIRD);
  });

  it("shares the least shared one when there are more people than colours", () => {
    const slots = createColorSlots();
    for (let userId = 1; userId <= PEOPLE_COLORS.length; userId += 1) slots.take(userId);
    expect(slots.take(100)).toBe(FIRST);
    expect(slots.take(101)).toBe(SECOND);
    slots.release(100);
    expect(slots.take(100)).toBe(FIRST);
  });
});
