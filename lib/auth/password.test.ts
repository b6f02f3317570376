import { expect, test } from "vitest";
import { checkPassword, hashPassword, isCommonPassword } from "./password";

test("is kept as argon2id with OWASP's parameters and a salt of its own", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test("only the right one is right", async () => {
  const hash = await hashPassword("correct horse");
  expect(await checkPassword(hash, "correct horse")).toBe(true);
  expect(await checkPassword(hash, "correct horsE")).toBe(false);
  expect(await checkPassword(hash, "")).toBe(false);
  const odd = "pässwörd 😀 with\u0000nul";
  expect(await checkPassword(await hashPassword(odd), odd)).toBe(true);
  expect(await checkPassword(await hashPassword(odd), "pässwörd 😀 with")).toBe(false);
});

test("no account answers no, also for the words behind the stand-in", async () => {
  expect(await checkPassword(null, "a password that nobody has")).toBe(false);
});

test.each(["password1", "PassWord1", "12345678", "qwertyuiop", "Mustang1", "Password123!", "tandem123"])(
  "%s is one everybody tries",
  (password) => {
    expect(isCommonPassword(password)).toBe(true);
  },
);

test("a sentence is not", () => {
  expect(isCommonPassword("correct horse battery staple")).toBe(false);
});
