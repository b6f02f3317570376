import { expect, test } from "vitest";
import { attachmentNamed } from "./content-disposition";

test.each([
  ["main.py", "main.py", "main.py"],
  ["my file (1).txt", "my file (1).txt", "my%20file%20%281%29.txt"],
  ["größe 😀.txt", "gr__e _.txt", "gr%C3%B6%C3%9Fe%20%F0%9F%98%80.txt"],
  ["a/b\\c.txt", "a_b_c.txt", "a_b_c.txt"],
  ['"; filename="evil.exe', "_; filename=_evil.exe", "_%3B%20filename%3D_evil.exe"],
  ["100%25.txt", "100_25.txt", "100%2525.txt"],
  ["it's *.txt", "it's _.txt", "it%27s%20_.txt"],
  ["..", "file", "file"],
  [".env", ".env", ".env"],
  ["\ud800.txt", "_.txt", "%EF%BF%BD.txt"],
])("%j", (name, plain, encoded) => {
  expect(attachmentNamed(name)).toBe(`attachment; filename="${plain}"; filename*=UTF-8''${encoded}`);
  expect(decodeURIComponent(encoded)).not.toMatch(/["/\\]/);
  expect(
    new Headers({ "content-disposition": attachmentNamed(name) }).get("content-disposition"),
  ).toBeTruthy();
});
