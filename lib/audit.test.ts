import { expect, test } from "vitest";
import { audit } from "./audit";
import type { Logger } from "./logger";

test("a line of the audit log is told from all others, and names what happened", () => {
  const lines: [object, string][] = [];
  const never = () => expect.unreachable("the audit log is written at level info");
  const logger: Logger = {
    debug: never,
    info: (fields, message) => void lines.push([fields, message]),
    warn: never,
    error: never,
  };
  audit(logger, "role changed", { userId: 1, fileId: 2, memberId: 3, role: "viewer" });
  expect(lines).toEqual([
    [{ audit: true, userId: 1, fileId: 2, memberId: 3, role: "viewer" }, "role changed"],
  ]);
});
