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
  /** What others committed, to the connections of this process: while it is busy, with what goes out next. */
  heard(updates: readonly Uint8Array[]): void;
  /** Nobody is here any more. Idempotent. */
  stop(): void;
}

interface FileDeliveryDeps {
  fileId: number;
  channel: FileChannel;
  wire: FileWire;
  meter: LoadMeter;
  /** How many hear it here. */
  audience(): number;
  now(): number;
}

export function createFileDelivery(deps: FileDeliveryDeps): FileDelivery {
  const { fileId, channel, wire, meter, audience, now } = deps;
  /** What others committed and nobody here was told yet. */
  let held: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;
  let deliveredAt = Number.NEGATIVE_INFINITY;

  const deliver = (publications: readonly Publication[]) => {
    clearTimeout(timer);
    timer = undefined;
    const before = held;
    held = [];
    const authors = new Set<ChannelMember>(publications.flatMap(({ except }) => except ?? []));
    const message = messageOf([...before, ...publications.map(({ update }) => update)]);
    // To merge for each author what the others wrote costs more than a short echo, which Yjs knows and leaves.
    const echoed = authors.size > 1 && message.byteLength <= ECHO_MAX_BYTES;
    channel.publish(fileId, message, echoed ? NOBODY : authors);
    // Of what is long, who wrote something hears only what others wrote.
    for (const author of echoed ? NOBODY : authors) {
      const others = publications.filter(({ except }) => except !== author).map(({ update }) => update);
      if (before.length + others.length > 0) author.deliver(messageOf([...before, ...others]));
    }
    meter.deliveries(audience());
    deliveredAt = now();
  };

  return {
    committed(publications) {
      if (publications.length === 0) return;
      wire.tell(fileId, { kind: "rows", rows: publications.map(({ seq, update }) => ({ seq, update })) });
      deliver(publications);
    },
    heard(updates) {
      held.push(...updates);
      const wait = Math.ceil(deliveredAt + meter.window() * HELD_WINDOWS - now());
      if (wait <= 0) deliver([]);
      else timer ??= setTimeout(deliver, wait, []);
    },
    stop() {
      clearTimeout(timer);
      held = [];
    },
  };
}

function messageOf(updates: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = updates;
  return updateMessage(first === undefined || more.length > 0 ? Y.mergeUpdates([...updates]) : first);
}

/** What several wrote at once goes to its authors as it is, up to this length. */
const ECHO_MAX_BYTES = 4_096;
/**
 * Two writes a window, one for what was committed here and one for what was committed elsewhere, would cost each process
 * as much as all of it costs one. Longer than a window: so the next commit here comes first, and takes along what is held.
 */
const HELD_WINDOWS = 1.5;
const NOBODY: ReadonlySet<ChannelMember> = new Set();
