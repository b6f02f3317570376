import { expect, test } from "vitest";
import { programs } from "../analysers/programs";
import { mayBeMissed } from "./missed-sources";

test("what an analyser finds stays while it did not finish, also what it says in another name, and no other's does", () => {
  expect(mayBeMissed("ruff", ["ruff"])).toBe(true);
  expect(mayBeMissed("tandem", ["ruff"])).toBe(false);
  expect(mayBeMissed("tandem", ["libpg-query"])).toBe(true);
  expect(mayBeMissed("tandem", [])).toBe(false);
});

test("where a whole program could not be had, all that its analysers find stays", () => {
  const [all, compiler] = programs().map(({ name }) => name);
  for (const source of ["ruff", "tandem", "stylelint", "prism"])
    expect(mayBeMissed(source, [all ?? ""]), source).toBe(true);
  for (const source of ["typescript", "eslint"]) {
    expect(mayBeMissed(source, [compiler ?? ""]), source).toBe(true);
    expect(mayBeMissed(source, [all ?? ""]), source).toBe(false);
  }
  expect(mayBeMissed("tandem", [compiler ?? ""])).toBe(false);
});
