import { describe, expect, it } from "vitest";
import type { InviteItemView } from "@/lib/contracts/sharing";
import { isOpenLink, linkState } from "./link-words";

const NOW = Date.parse("2026-11-25T10:00:00.000Z");

const link = (change: Partial<InviteItemView> = {}): InviteItemView => ({
  id: 1,
  file_id: 2,
  role: "viewer",
  email: null,
  expires_at: "2026-11-27T10:00:00.000Z",
  max_uses: null,
  uses: 0,
  created_at: "2026-11-20T10:00:00.000Z",
  ...change,
});

describe("isOpenLink", () => {
  it("is until it ends or is used up", () => {
    expect(isOpenLink(link({ uses: 1_000 }), NOW)).toBe(true);
    expect(isOpenLink(link({ max_uses: 2, uses: 1 }), NOW)).toBe(true);
    expect(isOpenLink(link({ max_uses: 2, uses: 2 }), NOW)).toBe(false);
    expect(isOpenLink(link(), NOW + 2 * 86_400_000)).toBe(false);
  });
});

describe("linkState", () => {
  it.each([
    [{}, "ends in 2 days"],
    [{ uses: 1 }, "ends in 2 days, used once"],
    [{ uses: 3 }, "ends in 2 days, used 3 times"],
    [{ max_uses: 5 }, "ends in 2 days, used 0 of 5 times"],
    [{ max_uses: 1, email: "l@example.com" }, "viewer, ends in 2 days, for one use"],
  ])("%o: %s", (change, words) => {
    expect(linkState(link(change), NOW)).toBe(words);
  });
});
