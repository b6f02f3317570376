import type { Writable } from "node:stream";

/** Writes and resolves when more can be taken; rejects when nobody takes it any more. */
export function writerTo(stream: Writable): (text: string) => Promise<void> {
  return (text) =>
    new Promise((resolve, reject) => {
      const settle = () => {
        stream.off("drain", settle);
        stream.off("close", settle);
        if (stream.destroyed) reject(new Error("Nobody reads the stream any more."));
        else resolve();
      };
      if (stream.destroyed || stream.write(text)) settle();
      else stream.once("drain", settle).once("close", settle);
    });
}
