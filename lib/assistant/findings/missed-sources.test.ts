import { expect, test } from "vitest";
import { locateShellcheck } from "@/scripts/lib/shellcheck.mjs";
import { programs } from "../analysers/programs";
import { mayBeMissed } from "./missed-sources";

test("what an analyser finds stays while it did not finish, also what it says in another name, and no other's does", () => {
  expect(mayBeMissed("ruff", ["ruff"])).toBe(true);
  expect(mayBeMissed("tandem", ["ruff"])).toBe(false);
  expect(mayBeMissed("tandem", ["libpg-query"])).toBe(true);
  expect(mayBeMissed("tandem", [])).toBe(false);
});

test("where a whole program could not be had, all that its analysers find stays", () => {
  const find = {
    wasm: ["ruff", "tandem", "prism"],
    markup: ["html-validate", "stylelint", "markdownlint", "tandem"],
    typescript: ["typescript", "eslint"],
    shellcheck: ["shellcheck"],
    clang: ["clang"],
  };
  expect(programs([locateShellcheck()], ".").map(({ name }) => name)).toEqual(Object.keys(find));
  const sources = Object.values(find).flat();
  for (const [program, own] of Object.entries(find))
    for (const source of sources)
      expect(mayBeMissed(source, [program]), `${source} without ${program}`).toBe(own.includes(source));
});
