import { expect, it } from "vitest";
import type { AssistantEvent, AssistRun } from "@/lib/contracts/assist";
import { type ChatState, NO_CHAT, runningOf, stepChat } from "./chat-state";

const run = (id: number, more: Partial<AssistRun> = {}): AssistRun => ({
  id,
  action: "ask",
  question: "Why?",
  selection: null,
  by: { id: 1, name: "jonas" },
  started_at: "2026-11-25T14:02:00.000Z",
  model: "m",
  read: [],
  status: "running",
  text: "",
  finding_ids: [],
  usage: null,
  detail: null,
  ...more,
});
const text = (run_id: number, at: number, delta: string): AssistantEvent => ({
  kind: "text",
  run_id,
  at,
  delta,
});
const after = (...events: AssistantEvent[]): ChatState => events.reduce(stepChat, NO_CHAT);
const STATE: AssistantEvent = {
  kind: "state",
  available: "yes",
  runs: [run(1, { status: "done", text: "Old" })],
};

it("grows an answer by what comes, and ends it", () => {
  const chat = after(
    STATE,
    { kind: "started", run: run(2) },
    { kind: "status", run_id: 2, text: "Reading lines 1-40" },
  );
  expect(runningOf(chat)).toMatchObject({ id: 2, doing: "Reading lines 1-40" });
  const growing = [text(2, 0, "Be"), text(2, 2, "cause")].reduce(stepChat, chat);
  expect(runningOf(growing)).toMatchObject({ text: "Because", doing: null });
  const ended = stepChat(growing, {
    kind: "ended",
    run_id: 2,
    status: "stopped",
    usage: null,
    detail: "By mei",
  });
  expect(runningOf(ended)).toBeNull();
  expect(ended.runs.map(({ status, detail }) => [status, detail])).toEqual([
    ["done", null],
    ["stopped", "By mei"],
  ]);
});

it("takes what came twice once, in whole or in part", () => {
  const chat = after(STATE, { kind: "started", run: run(2, { text: "Because" }) }, text(2, 2, "cause"));
  expect(chat.runs.at(-1)?.text).toBe("Because");
  expect(stepChat(chat, text(2, 2, "cause of 👍")).runs.at(-1)?.text).toBe("Because of 👍");
});

it.each<[string, AssistantEvent]>([
  ["text further on", text(2, 9, "x")],
  ["text of a run it does not know", text(5, 0, "x")],
  [
    "the end of one it does not know",
    { kind: "ended", run_id: 5, status: "done", usage: null, detail: null },
  ],
])("notices that it lacks something: %s", (_, event) => {
  const chat = after(STATE, { kind: "started", run: run(2, { text: "Be" }) }, event);
  expect(chat.lacks).toBe(true);
  expect(chat.runs.at(-1)?.text).toBe("Be");
  expect(stepChat(chat, STATE).lacks).toBe(false);
});

it("begins anew with each state, also when the assistant is off", () => {
  const off = after(STATE, { kind: "state", available: "off", runs: [] });
  expect(off).toEqual({ available: "off", runs: [], lacks: false });
});
