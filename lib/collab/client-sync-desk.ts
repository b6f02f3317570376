import type * as Y from "yjs";
import { Outbox } from "./client-sync-outbox";
import { createPresence, type Presence } from "./client-sync-presence";
import type { Channel, LocalCopy } from "./client-sync-types";

/** Origin of what came from the server. */
export const REMOTE = Symbol("from the server");

/** A document with what serves it, from its opening until it is replaced. */
export interface Desk {
  readonly copy: LocalCopy;
  readonly outbox: Outbox;
  readonly presence: Presence;
  /** There is a text to show: one kept locally, or the server's. */
  hasText: boolean;
  /** Nothing goes out any more; the copy stays open. Idempotent. */
  end(): void;
}

/** `waiting`: edits of an earlier visit that the copy may hold and the log may not. */
export function createDesk(
  copy: LocalCopy,
  waiting: number,
  channel: Pick<Channel, "send">,
  told: { changed(progress: boolean): void; refused(): void },
): Desk {
  const outbox = new Outbox(waiting, {
    doc: copy.doc,
    textLength: () => copy.text.length,
    send: (message, ack) => channel.send(message, ack),
    ...told,
  });
  const presence = createPresence(copy.awareness, (message) => channel.send(message));
  const onUpdate = (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    // What the local copy brings on opening is not local either; it goes out with the first sync step 2.
    if (transaction.local) outbox.add(update);
  };
  copy.doc.on("update", onUpdate);
  return {
    copy,
    outbox,
    presence,
    hasText: copy.text.length > 0,
    end() {
      copy.doc.off("update", onUpdate);
      outbox.stop();
      presence.stop();
    },
  };
}
