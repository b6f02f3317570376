import { expect, it } from "vitest";
import { seededRandom, testSeed } from "@/test-support/random";
import { type LineChange, readLineChange, replacements } from "./line-changes";

const ROUNDS = 500;

function written(text: string, kept: string, changes: readonly LineChange[]): string {
  let result = text;
  for (const { start, remove, removed, insert } of replacements(text, kept, changes).reverse()) {
    expect(result.slice(start, start + remove)).toBe(removed);
    result = result.slice(0, start) + insert + result.slice(start + remove);
  }
  return result;
}

/** Two texts that have some lines in common, and where they differ. */
function twoTexts(random: () => number): { text: string; kept: string; changes: LineChange[] } {
  const [lines, keptLines]: [string[], string[]] = [[], []];
  const changes: LineChange[] = [];
  const some = (max: number, name: string) =>
    Array.from({ length: Math.floor(random() * (max + 1)) }, () => (random() < 0.2 ? "" : `${name}👍`));
  for (let n = 0; n < 4; n += 1) {
    const [own, others] = [some(3, "file"), some(3, "kept")];
    const [from, keptFrom] = [lines.length, keptLines.length];
    lines.push(...own);
    keptLines.push(...others);
    if (own.length + others.length > 0)
      changes.push({ from, to: lines.length, keptFrom, keptTo: keptLines.length });
    if (n === 3 && lines.length > 0 && keptLines.length > 0 && random() < 0.5) break; // differs to the end
    lines.push(`same ${n}`);
    keptLines.push(`same ${n}`);
  }
  return { text: lines.join("\n"), kept: keptLines.join("\n"), changes };
}

it("makes the kept text of the file with all changes, and takes in one after the other in any order", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { text, kept, changes } = twoTexts(random);
    const where = `seed ${seed}, round ${round}`;
    expect(written(text, kept, changes), where).toBe(kept);
    const one = changes[Math.floor(random() * changes.length)];
    if (one === undefined) continue;
    const lines = text.split("\n");
    lines.splice(one.from, one.to - one.from, ...kept.split("\n").slice(one.keptFrom, one.keptTo));
    const alone = written(text, kept, [one]);
    expect(alone, where).toBe(lines.join("\n"));
  }
});

it("keeps the missing line end at the end of either text", () => {
  const change = { from: 1, to: 2, keptFrom: 1, keptTo: 3 };
  expect(written("a\nb", "a\nc\n", [change])).toBe("a\nc\n");
  expect(written("a\n", "a", [{ from: 1, to: 2, keptFrom: 1, keptTo: 1 }])).toBe("a");
  expect(written("a", "a\nb", [{ from: 1, to: 1, keptFrom: 1, keptTo: 2 }])).toBe("a\nb");
  expect(written("", "a\nb", [{ from: 0, to: 1, keptFrom: 0, keptTo: 2 }])).toBe("a\nb");
  expect(written("a\nb", "", [{ from: 0, to: 2, keptFrom: 0, keptTo: 1 }])).toBe("");
});

it("reads Monaco's lines, where an end of 0 means none", () => {
  const added = {
    originalStartLineNumber: 2,
    originalEndLineNumber: 0,
    modifiedStartLineNumber: 3,
    modifiedEndLineNumber: 4,
  };
  expect(readLineChange(added)).toEqual({ from: 2, to: 2, keptFrom: 2, keptTo: 4 });
  const removed = {
    originalStartLineNumber: 5,
    originalEndLineNumber: 5,
    modifiedStartLineNumber: 4,
    modifiedEndLineNumber: 0,
  };
  expect(readLineChange(removed)).toEqual({ from: 4, to: 5, keptFrom: 4, keptTo: 4 });
});
