import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { presentError } from "./logger";

const SECRET = "hunter2\n    at nowhere (secret.ts:1:1)";

test("what was bound to a failed statement is not shown, nor the row that was in the way", () => {
  const cause = Object.assign(new Error("duplicate key value violates unique constraint"), {
    code: "23505",
    constraint_name: "users_email",
    detail: `Key (email)=(${SECRET}) already exists.`,
    parameters: [SECRET],
  });
  const shown = presentError(new DrizzleQueryError("insert into users values ($1)", [SECRET], cause));
  expect(JSON.stringify(shown)).not.toMatch(/hunter2|secret\.ts/);
  expect(shown).toMatchObject({
    message: "Failed query: insert into users values ($1)",
    stack: expect.stringMatching(/^at .*logger\.test\.ts/),
    cause: { code: "23505", constraint_name: "users_email" },
  });
});

test("other errors keep their words, their place and their cause", () => {
  const shown = presentError(new TypeError("no such thing", { cause: "a word" }));
  expect(shown).toMatchObject({
    type: "TypeError",
    message: "no such thing",
    stack: expect.stringContaining("logger.test.ts"),
    cause: { message: "a word" },
  });
  expect(presentError(null)).toEqual({ message: "null" });
});

test("causes that go round in a circle end", () => {
  const error = new Error("round");
  error.cause = error;
  expect(JSON.stringify(presentError(error)).match(/round/g)?.length).toBeLessThan(20);
});
