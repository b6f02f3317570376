// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { mapStorage } from "@/test-support/map-storage";
import { createLocalCopies } from "./local-copies";
import { createLocalMemory } from "./local-memory";
import { lockForPage } from "./page-lock";

/** There are no Web Locks here, as over plain http; e2e/pages-of-one.spec.ts tries both roads in a real browser. */
let files = 0;

function pages() {
  files += 1;
  const memory = createLocalMemory(mapStorage(), 1, files);
  return { memory, copies: createLocalCopies(files, 1, memory) };
}

const write = (copy: LocalCopy, words: string) => copy.text.insert(copy.text.length, words);

test("I7: a copy that a page still has cannot be taken by another", async () => {
  const { copies, memory } = pages();
  const copy = await copies.create("epoch");
  expect(copy.persisted).toBe(true);
  expect(memory.read()).toMatchObject([{ id: copy.id, epoch: "epoch", waiting: 0, replaced: false }]);
  expect(await copies.take(copy)).toBeNull();
  await copy.close();
  await expect.poll(() => copies.take(copy)).toMatchObject({ id: copy.id });
});

test("what was flushed or written before the end is there for whoever takes the copy over", async () => {
  const { copies } = pages();
  const copy = await copies.create("epoch");
  write(copy, "one ");
  expect(await copy.flush()).toBe(true);
  write(copy, "two");
  await copy.close();
  expect(await copy.flush()).toBe(false);
  const taken = await copies.take(copy);
  expect(taken?.text.toString()).toBe("one two");
  await taken?.erase();
  const empty = await copies.take(copy);
  expect(empty?.text.toString()).toBe("");
  await empty?.erase();
});

test("a copy that could not be found again is not called kept", async () => {
  const full = { ...mapStorage(), setItem: refuse };
  const copies = createLocalCopies(1_000, 1, createLocalMemory(full, 1, 1_000));
  const copy = await copies.create("epoch");
  expect(copy.persisted).toBe(false);
  write(copy, "lives as long as the page");
  expect(await copy.flush()).toBe(false);
  await copy.close();
});

test("a lock is one page's until it lets go", async () => {
  const letGo = await lockForPage("one");
  expect(letGo).not.toBeNull();
  expect(await lockForPage("one")).toBeNull();
  expect(await lockForPage("another")).not.toBeNull();
  letGo?.();
  await expect.poll(() => lockForPage("one")).not.toBeNull();
});

test("of many who ask for a lock at once one gets it", async () => {
  const asked = await Promise.all(Array.from({ length: 5 }, () => lockForPage("many")));
  expect(asked.filter((letGo) => letGo !== null)).toHaveLength(1);
});

test("of several pages that find what a page left behind whose clock was ahead, one gets the lock", async () => {
  const left = indexedDB.open("left/lock", Date.now() + 3_600_000);
  await expect.poll(() => left.readyState).toBe("done");
  left.result.close();
  const asked = await Promise.all(
    Array.from({ length: 3 }, async () => {
      vi.resetModules(); // as in a page of its own
      const page = await import("./page-lock");
      return page.lockForPage("left");
    }),
  );
  expect(asked.filter((letGo) => letGo !== null)).toHaveLength(1);
});

function refuse(): never {
  throw new DOMException("full", "QuotaExceededError");
}
