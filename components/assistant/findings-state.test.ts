import { expect, it } from "vitest";
import * as Y from "yjs";
import { liveFinding } from "@/test-support/live-finding";
import {
  APPLIED_SHOWN_MS,
  type FindingsState,
  type FindingsStep,
  NO_FINDINGS,
  stepFindings,
} from "./findings-state";

const text = new Y.Doc().getText("content");
text.insert(0, "x");
const finding = (id: number) => liveFinding(text, "x", { id });
let revision = 0;
const told = (...ids: number[]): FindingsStep => ({
  kind: "told",
  now: 0,
  event: {
    revision: ++revision,
    version: 3,
    analyzed_at: "2026-11-25T10:00:00.000Z",
    items: ids.map(finding),
    applied: [],
    missing: [],
  },
});
const after = (...steps: FindingsStep[]): FindingsState => steps.reduce(stepFindings, NO_FINDINGS);
const ids = ({ items }: FindingsState) => items.map(({ id }) => id);

it("shows what was told last, and when it was looked for", () => {
  const state = after(told(1, 2), told(2, 3));
  expect(ids(state)).toEqual([2, 3]);
  expect(state.checkedAt).toBe(Date.UTC(2026, 10, 25, 10));
  const none = stepFindings(state, {
    kind: "told",
    now: 0,
    event: { revision: 99, version: 0, analyzed_at: null, items: [], applied: [], missing: [] },
  });
  expect(none.checkedAt).toBeNull();
});

it("takes away what is applied or dismissed at once, and keeps it away while the server lags behind", () => {
  const dismissing: FindingsStep = { kind: "changing", change: { id: 1, status: "dismissed" } };
  expect(ids(after(told(1, 2), dismissing, told(1, 2)))).toEqual([2]);
  const done = after(told(1, 2), dismissing, { kind: "changed", id: 1, done: true });
  expect(ids(done)).toEqual([2]);
  expect(ids(stepFindings(done, told(1, 2)))).toEqual([1, 2]); // found again
});

it("shows it again when the server refused, or when it was taken back", () => {
  const dismissing: FindingsStep = { kind: "changing", change: { id: 1, status: "dismissed" } };
  expect(ids(after(told(1), dismissing, { kind: "changed", id: 1, done: false }))).toEqual([1]);
  expect(ids(after(told(1), dismissing, { kind: "changing", change: { id: 1, status: "open" } }))).toEqual([
    1,
  ]);
});

it("adds what the assistant finds, once", () => {
  expect(
    ids(after(told(1), { kind: "found", finding: finding(7) }, { kind: "found", finding: finding(7) })),
  ).toEqual([1, 7]);
});

it("leaves out what comes late, save on another connection", () => {
  const [older, newer] = [told(1), told(2)];
  expect(ids(after(newer, older))).toEqual([2]);
  expect(ids(after(newer, { kind: "away" }, older))).toEqual([1]);
});

it("shows for a while who applied a fix, unless it is open again", () => {
  const applied = (now: number, ...ids: number[]): FindingsStep => {
    const step = told();
    if (step.kind !== "told") throw new Error(step.kind);
    return {
      ...step,
      now,
      event: {
        ...step.event,
        applied: ids.map((id) => ({ id, title: "Mend it", by: "mei" })),
      },
    };
  };
  const shown = (state: FindingsState) => state.applied.map(({ id }) => id);
  const state = after(applied(0, 1), applied(1_000, 1, 2), told());
  expect(shown(state)).toEqual([1, 2]);
  expect(shown(stepFindings(state, { kind: "aged", now: APPLIED_SHOWN_MS }))).toEqual([2]);
  expect(shown(stepFindings(state, told(2)))).toEqual([1]);
  const undone: FindingsStep = { kind: "changing", change: { id: 1, status: "open" } };
  expect(shown(stepFindings(state, undone))).toEqual([2]);
});

it("says while some analyser did not come to an end", () => {
  const step = told(1);
  if (step.kind !== "told") throw new Error(step.kind);
  const state = after({ ...step, event: { ...step.event, missing: ["ruff"] } });
  expect(state.unfinished).toBe(true);
  expect(stepFindings(state, told(1)).unfinished).toBe(false);
});
