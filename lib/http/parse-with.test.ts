import { expect, test } from "vitest";
import { registerBodySchema } from "@/lib/contracts/auth";
import { createFileBodySchema, listFilesQuerySchema, updateFileBodySchema } from "@/lib/contracts/files";
import { createInviteBodySchema } from "@/lib/contracts/sharing";
import { parseId, parseWith } from "./parse-with";

test.each([
  ["1", 1],
  ["007", 7],
  ["2147483647", 2_147_483_647],
])("id %s is %i", (text, id) => {
  expect(parseId(text)).toBe(id);
});

test.each(["", "word", "-1", "1.5", "1e3", "0x10", " 1", "1 ", "١", "1\u0000"])(
  "id %j is no number",
  (text) => {
    expect(() => parseId(text)).toThrow(expect.objectContaining({ code: "bad_request" }));
  },
);

test.each(["0", "2147483648", "9".repeat(400)])("id %s can be no file's", (text) => {
  expect(() => parseId(text)).toThrow(expect.objectContaining({ code: "not_found" }));
});

test("every field that is off is named, in plain words", () => {
  expect(() => parseWith(registerBodySchema, { username: "a b", password: 5 })).toThrow(
    expect.objectContaining({
      code: "unprocessable",
      message: "email is missing",
      errors: [
        { path: "email", message: "is missing" },
        { path: "username", message: "may hold letters, digits, _ and - only" },
        { path: "password", message: "must be text" },
      ],
    }),
  );
});

test.each([
  [createFileBodySchema, [], "The body must be an object"],
  [createFileBodySchema, null, "The body must be an object"],
  [createFileBodySchema, { name: "" }, "name must not be empty"],
  [createFileBodySchema, { name: "n".repeat(300) }, "name must have 255 characters or fewer"],
  [createFileBodySchema, { name: "a\u0000b" }, "name must not hold control characters"],
  [createFileBodySchema, { name: "a", language: "klingon" }, "language must be one of the known languages"],
  [createFileBodySchema, { name: "a", content: "\ud800" }, "content must be well-formed Unicode"],
  [updateFileBodySchema, { base: 1.5 }, "base must be a whole number"],
  [updateFileBodySchema, { base: -1 }, "base must be 0 or more"],
  [createInviteBodySchema, { role: "owner" }, "role must be one of collaborator, viewer"],
  [createInviteBodySchema, { max_uses: 0 }, "max_uses must be 1 or more"],
  [createInviteBodySchema, { email: "nobody" }, "email must be an email address"],
  [listFilesQuerySchema, { limit: "many" }, "limit must be a number"],
  [listFilesQuerySchema, { limit: "1000" }, "limit must be 200 or less"],
])("%#: %j says %s", (schema, value, detail) => {
  expect(() => parseWith(schema, value)).toThrow(expect.objectContaining({ message: detail }));
});
