import { expect, test } from "vitest";
import { createFileChannel } from "./file-channel";

function member() {
  const heard: string[] = [];
  return { heard, deliver: (message: Uint8Array) => void heard.push(new TextDecoder().decode(message)) };
}
const bytes = (text: string) => new TextEncoder().encode(text);

test("a message reaches every member of the file but the one it comes from", () => {
  const channel = createFileChannel();
  const [ada, ben, other] = [member(), member(), member()];
  channel.enter(1, ada);
  channel.enter(1, ben);
  channel.enter(2, other);
  channel.publish(1, bytes("one"), new Set([ada]));
  channel.publish(1, bytes("two"), new Set());
  expect([ada.heard, ben.heard, other.heard]).toEqual([["two"], ["one", "two"], []]);
});

test("who left hears nothing more, and leaving twice harms nobody who came later", () => {
  const channel = createFileChannel();
  const [ada, ben] = [member(), member()];
  const leave = channel.enter(1, ada);
  leave();
  channel.enter(1, ben);
  leave();
  channel.publish(1, bytes("hello"), new Set());
  expect([ada.heard, ben.heard]).toEqual([[], ["hello"]]);
});

test("a member may leave while a message is delivered", () => {
  const channel = createFileChannel();
  const ben = member();
  const leave = channel.enter(1, { deliver: () => leave() });
  channel.enter(1, ben);
  channel.publish(1, bytes("hello"), new Set());
  expect(ben.heard).toEqual(["hello"]);
});
