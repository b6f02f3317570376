import type { EvalCase } from "./case";

export const TYPESCRIPT: readonly EvalCase[] = [
  {
    name: "two rectangles that never meet",
    language: "typescript",
    code: `interface Box { left: number; top: number; right: number; bottom: number }

export function overlap(a: Box, b: Box): Box | null {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.right, b.right);
  const bottom = Math.min(a.bottom, a.bottom);
  return left < right && top < bottom ? { left, top, right, bottom } : null;
}
`,
    mistake: { defect: "wrong variable", lines: ["const bottom = Math.min(a.bottom, a.bottom);"] },
  },
  {
    name: "numbers sorted as words",
    language: "typescript",
    code: `export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no values");
  const sorted = [...values].sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[middle - 1] as number) + upper) / 2;
}
`,
    mistake: { defect: "missed case", lines: ["const sorted = [...values].sort();"] },
  },
  {
    name: "a failure that nobody hears of",
    language: "typescript",
    code: `interface Store { save(id: string, text: string): Promise<void> }

export async function saveAll(store: Store, drafts: Map<string, string>): Promise<number> {
  let saved = 0;
  for (const [id, text] of drafts) {
    try {
      await store.save(id, text);
      saved += 1;
    } finally {
      drafts.delete(id);
      continue;
    }
  }
  return saved;
}
`,
    mistake: { defect: "lost error", lines: ["continue;", "} finally {", "drafts.delete(id);"] },
  },
  {
    name: "a path out of the folder",
    language: "typescript",
    code: `import { readFile } from "node:fs/promises";
import path from "node:path";

export async function readTemplate(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  if (!file.endsWith(".html")) throw new Error("not a template");
  return readFile(file, "utf8");
}
`,
    mistake: {
      defect: "injection",
      lines: ["const file = path.join(folder, name);", 'return readFile(file, "utf8");'],
    },
  },
  {
    name: "grouping, right",
    language: "typescript",
    code: `export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
`,
    mistake: null,
  },
];
