import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor";

test("comes back as it went", () => {
  const last = { updatedAt: new Date("2026-11-25T04:05:06.789Z"), id: 2_147_483_647 };
  expect(decodeCursor(encodeCursor(last))).toEqual(last);
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test.each([
  "",
  "nonsense",
  "....",
  encoded(null),
  encoded({}),
  encoded([]),
  encoded(["2026-11-25T04:05:06.789Z"]),
  encoded(["2026-11-25T04:05:06.789Z", "1"]),
  encoded(["2026-11-25T04:05:06.789Z", 0]),
  encoded(["2026-11-25T04:05:06.789Z", 1.5]),
  encoded(["2026-11-25T04:05:06.789Z", 2_147_483_648]),
  encoded(["yesterday", 1]),
  encoded(["0000-01-01T00:00:00.000Z", 1]),
  encoded(["2026-13-25T04:05:06.789Z", 1]),
  encoded(["2026-11-25T04:05:06.789Z", 1, 2]),
])("%s is refused in words", (cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(
    expect.objectContaining({ code: "unprocessable", errors: [expect.objectContaining({ path: "cursor" })] }),
  );
});
