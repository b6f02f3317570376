import { describe, expect, it } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { joinPeople, leavePeople, type PersonHere, readPeople } from "./read-people";
import { sayChanges } from "./say-changes";

const person = (id: number, clientId = id * 10): PersonHere => ({
  id,
  name: `name-${id}`,
  color: "#d65997",
  clientId,
});

/** An awareness that has heard of these. */
function heard(states: { clientId: number; state: Record<string, unknown> }[]): Awareness {
  const mine = new Awareness(new Y.Doc());
  for (const { clientId, state } of states) {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    const other = new Awareness(doc);
    other.setLocalState(state);
    applyAwarenessUpdate(mine, encodeAwarenessUpdate(other, [clientId]), "test");
    other.destroy();
  }
  return mine;
}

describe("readPeople", () => {
  it("shows each person once, not oneself, and nobody the server has not stamped", () => {
    const user = (id: number) => ({ id, name: `name-${id}`, color: "#d65997" });
    const awareness = heard([
      { clientId: 10, state: { user: user(1), cursor: null } },
      { clientId: 20, state: { user: user(2), cursor: null } },
      { clientId: 21, state: { user: user(2), cursor: { anchor: {}, head: {} } } },
      { clientId: 30, state: { cursor: null } },
      { clientId: 40, state: { user: { id: "4", name: "no number" } } },
    ]);
    expect(readPeople(awareness, 1)).toEqual([person(2, 21)]);
    awareness.destroy();
  });
});

describe("joinPeople and leavePeople", () => {
  it("keep the order of those who stay, whoever comes and goes", () => {
    const shown = [person(1), person(2)];
    const here = [person(3), person(2, 99)];
    const joined = joinPeople(shown, here);
    expect(joined).toEqual([person(1), person(2, 99), person(3)]);
    expect(leavePeople(joined, here)).toEqual([person(2, 99), person(3)]);
  });

  it("answer the same list when nothing of it changed", () => {
    const shown = [person(1), person(2)];
    expect(joinPeople(shown, [person(2), person(1)])).toBe(shown);
    expect(leavePeople(shown, [person(2), person(1)])).toBe(shown);
  });
});

describe("sayChanges", () => {
  const people = (...names: string[]) => new Map(names.map((name) => [name.length, name]));
  it.each([
    [people("jonas"), people("jonas"), null],
    [people(), people("jonas"), "jonas joined"],
    [people("jonas"), people("sam", "mei-lin"), "sam and mei-lin joined. jonas left"],
    [people(), people("a", "bb", "ccc"), "a, bb and ccc joined"],
    [people(), people("a", "bb", "ccc", "dddd"), "a, bb and 2 others joined"],
  ])("%o → %o: %s", (before, now, words) => {
    expect(sayChanges(before, now)).toBe(words);
  });
});
