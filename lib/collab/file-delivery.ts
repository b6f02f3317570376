import * as Y from "yjs";
import type { ChannelMember, FileChannel } from "./channel";
import type { FileWire } from "./file-wire";
import type { LoadMeter } from "./load-meter";
import { updateMessage } from "./messages";
import type { Publication } from "./update-turn";

/** Tells everybody in one file what is in the log now. */
export interface FileDelivery {
  /** What this process committed: to its own connections, and to the other processes (I1). */
  committed(publications: readonly Publication[]): void;
  /** What others committed, to the connections of this process. */
  heard(updates: readonly Uint8Array[]): void;
}

interface FileDeliveryDeps {
  fileId: number;
  channel: FileChannel;
  wire: FileWire;
  meter: LoadMeter;
  /** How many hear it here. */
  audience(): number;
}

export function createFileDelivery({
  fileId,
  channel,
  wire,
  meter,
  audience,
}: FileDeliveryDeps): FileDelivery {
  return {
    committed(publications) {
      if (publications.length === 0) return;
      wire.tell(fileId, { kind: "rows", rows: publications.map(({ seq, update }) => ({ seq, update })) });
      const authors = new Set<ChannelMember>(publications.flatMap(({ except }) => except ?? []));
      const message = messageOf(publications.map(({ update }) => update));
      // To merge for each author what the others wrote costs more than a short echo, which Yjs knows and leaves.
      const echoed = authors.size > 1 && message.byteLength <= ECHO_MAX_BYTES;
      channel.publish(fileId, message, echoed ? NOBODY : authors);
      // Of what is long, who wrote something hears only what others wrote.
      for (const author of echoed ? NOBODY : authors) {
        const others = publications.filter(({ except }) => except !== author);
        if (others.length > 0) author.deliver(messageOf(others.map(({ update }) => update)));
      }
      meter.deliveries(audience());
    },
    heard(updates) {
      channel.publish(fileId, messageOf(updates), NOBODY);
      meter.deliveries(audience());
    },
  };
}

function messageOf(updates: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = updates;
  return updateMessage(first === undefined || more.length > 0 ? Y.mergeUpdates([...updates]) : first);
}

/** What several wrote at once goes to its authors as it is, up to this length. */
const ECHO_MAX_BYTES = 4_096;
const NOBODY: ReadonlySet<ChannelMember> = new Set();
