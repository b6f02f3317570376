import { expect, it } from "vitest";
import { definitionName } from "./definition-name";

const PYTHON = `import json

@cached
def load(
    db,
    skus: list = [],
) -> list:
    """Reads."""
    for sku in skus:
        yield db[sku]

class Level:
    async def free(self):
        return self.all


print(1)
`;
const TYPESCRIPT = `export const total = async (rows: Row[]): Promise<number> => {
  return rows.length;
};

export default class Cart {
  add(row) {
    this.rows.push(row);
  }
}
const LIMIT = 3;
`;
const GO =
  "package a\n\nfunc (r *Repo) Find(id int) error {\n\tif id > 0 {\n\t\treturn nil\n\t}\n\treturn errGone\n}\n";

it.each<[string, string, number, number, string | null]>([
  ["a whole function, from its decorator on", PYTHON, 3, 10, "load"],
  ["its parameters", PYTHON, 6, 6, "load"],
  ["a line deep in it", PYTHON, 10, 10, "load"],
  ["the nearest of two", PYTHON, 14, 14, "free"],
  ["what is in no function", PYTHON, 17, 17, null],
  ["nothing but empty lines", PYTHON, 15, 16, null],
  ["lines that are not there", PYTHON, 90, 99, null],
  ["an arrow function", TYPESCRIPT, 2, 2, "total"],
  ["a method without a word for it: what it is in", TYPESCRIPT, 7, 7, "Cart"],
  ["a value", TYPESCRIPT, 10, 10, null],
  ["a method of Go", GO, 5, 5, "Find"],
])("names %s", (_, text, from, to, name) => {
  expect(definitionName(text, { start: { line: from, column: 1 }, end: { line: to, column: 9 } })).toBe(name);
});
