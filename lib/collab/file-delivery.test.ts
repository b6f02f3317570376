import { expect, test } from "vitest";
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

function fileOfThree() {
  const channel = createFileChannel();
  const members = [member(1), member(2), member(3)] as const;
  for (const one of members) channel.enter(FILE, one);
  const meter = createLoadMeter(ENGINE_BOUNDS, () => 0);
  const delivery = createFileDelivery({ fileId: FILE, channel, wire: NO_WIRE, meter, audience: () => 3 });
  return { members, delivery };
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
