import { expect, test, vi } from "vitest";
import * as Y from "yjs";
import { createFileChannel } from "@/lib/realtime/file-channel";
import { ENGINE_BOUNDS } from "./bounds";
import { createFileDelivery } from "./file-delivery";
import { NO_WIRE } from "./file-wire";
import { createLoadMeter } from "./load-meter";
import { readMessage } from "./messages";

const FILE = 1;

/** Somebody in the file, and the text that what they heard makes. */
function member(userId: number) {
  const heard: Uint8Array[] = [];
  return {
    userId,
    mayEdit: () => true,
    deliver: (message: Uint8Array) => void heard.push(message),
    heard,
    text() {
      const doc = new Y.Doc();
      for (const bytes of heard) {
        const message = readMessage(bytes);
        if (message.kind === "update") Y.applyUpdate(doc, message.update);
      }
      return [...doc.getText("content").toString()].sort().join("");
    },
  };
}

function wrote(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("content").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

function fileOfThree(window = 0) {
  const channel = createFileChannel();
  const members = [member(1), member(2), member(3)] as const;
  for (const one of members) channel.enter(FILE, one);
  let time = 0;
  const now = () => time;
  const meter = { ...createLoadMeter(ENGINE_BOUNDS, now), window: () => window };
  const delivery = createFileDelivery({
    fileId: FILE,
    channel,
    wire: NO_WIRE,
    meter,
    audience: () => 3,
    now,
  });
  const pass = (ms: number) => {
    time += ms;
  };
  return { members, delivery, pass };
}

test("who alone wrote something hears nothing of it", () => {
  const { members, delivery } = fileOfThree();
  const [ada, ben, eva] = members;
  delivery.committed([{ seq: 1, update: wrote("a"), except: ada }]);
  expect([ada, ben, eva].map(({ heard }) => heard.length)).toEqual([0, 1, 1]);
  expect(ben.text()).toBe("a");
});

test("what several wrote at once goes to everybody as the very same message", () => {
  const { members, delivery } = fileOfThree();
  const [ada, ben, eva] = members;
  delivery.committed([
    { seq: 1, update: wrote("a"), except: ada },
    { seq: 2, update: wrote("b"), except: ben },
  ]);
  expect(members.map(({ heard }) => heard.length)).toEqual([1, 1, 1]);
  expect(ada.heard[0]).toBe(eva.heard[0]);
  expect(members.map((one) => one.text())).toEqual(["ab", "ab", "ab"]);
});

test("of what is long, an author hears only what the others wrote", () => {
  const { members, delivery } = fileOfThree();
  const [ada, ben, eva] = members;
  const long = "a".repeat(10_000);
  delivery.committed([
    { seq: 1, update: wrote(long), except: ada },
    { seq: 2, update: wrote("b"), except: ben },
  ]);
  expect(members.map(({ heard }) => heard.length)).toEqual([1, 1, 1]);
  expect([ada.text(), ben.text(), eva.text()]).toEqual(["b", long, `${long}b`]);
});

test("what others committed is told at once in a quiet process, and with what goes out next in a busy one", () => {
  const quiet = fileOfThree();
  for (const letter of ["a", "b"]) quiet.delivery.heard([wrote(letter)]);
  expect(quiet.members.map(({ heard }) => heard.length)).toEqual([2, 2, 2]);

  const { members, delivery, pass } = fileOfThree(20);
  const [ada, ben, eva] = members;
  delivery.heard([wrote("a")]);
  expect(members.map((one) => one.text())).toEqual(["a", "a", "a"]);
  pass(10);
  delivery.heard([wrote("b")]);
  delivery.heard([wrote("c")]);
  pass(12);
  delivery.committed([{ seq: 9, update: wrote("d"), except: ada }]);
  expect([ada, ben, eva].map(({ heard }) => heard.length)).toEqual([2, 2, 2]);
  expect([ada.text(), ben.text(), eva.text()]).toEqual(["abc", "abcd", "abcd"]);
});

test("what others committed waits for one and a half windows at most where nothing is committed here (I3)", () => {
  vi.useFakeTimers();
  try {
    const { members, delivery } = fileOfThree(20);
    delivery.heard([wrote("a")]);
    delivery.heard([wrote("b")]);
    delivery.heard([wrote("c")]);
    vi.advanceTimersByTime(29);
    expect(members.map((one) => one.text())).toEqual(["a", "a", "a"]);
    vi.advanceTimersByTime(1);
    expect(members.map((one) => one.text())).toEqual(["abc", "abc", "abc"]);
    expect(members.map(({ heard }) => heard.length)).toEqual([2, 2, 2]);
    delivery.heard([wrote("d")]);
    delivery.stop();
    vi.advanceTimersByTime(100);
    expect(members.map(({ heard }) => heard.length)).toEqual([2, 2, 2]);
  } finally {
    vi.useRealTimers();
  }
});
