import { createHmac, randomUUID } from "node:crypto";
import type { FileEvent, FileWire } from "@/lib/collab/file-wire";
import type { Logger } from "@/lib/logger";
import { openChannels } from "./channels";
import { decodeFileEvent, encodeFileEvent } from "./file-event-codec";
import type { RedisLink } from "./redis";

/** The version of what is said: processes of another one would not understand it. */
const VERSION = 1;

/** How the channels of an installation begin; `hashKey` follows from its `SECRET_KEY`. */
export function channelPrefix(hashKey: Uint8Array): string {
  const installation = createHmac("sha256", hashKey).update("channels").digest("base64url");
  return `tandem:${VERSION}:${installation}:`;
}

/** Nothing is heard any more after `close`. Idempotent. */
export interface RedisFileWire extends FileWire {
  close(): void;
}

interface RedisFileWireDeps {
  url: string;
  /** Says what is told, on a connection of its own. */
  link: RedisLink;
  hashKey: Uint8Array;
  logger: Logger;
}

interface Line {
  hear(event: FileEvent, from: string): void;
}

/**
 * One channel of Redis per file, which only the processes hear that have it open. Socket.IO's adapter would do it with
 * two channels per namespace, and neither says when it is subscribed (I2) nor catches it when that fails; so this speaks
 * to Redis itself, and does not depend on whether anybody has come by Socket.IO.
 *
 * Trap: channels are one space for all databases of a Redis, and a second installation on it has a file 1 too. So their
 * names are made with a key of the installation's `SECRET_KEY`.
 */
export function createRedisFileWire({ url, link, hashKey, logger }: RedisFileWireDeps): RedisFileWire {
  const prefix = channelPrefix(hashKey);
  const channelOf = (fileId: number) => `${prefix}file:${fileId}`;
  const processId = randomUUID();
  const lines = new Map<string, Line>();
  const channels = openChannels(url, logger, (channel, bytes) => {
    const line = lines.get(channel);
    const said = line === undefined ? null : understood(bytes, logger);
    if (said !== null && said.from !== processId) line?.hear(said.event, said.from);
  });
  return {
    processId,
    enter(fileId, hear) {
      const channel = channelOf(fileId);
      const line = { hear };
      lines.set(channel, line);
      const leave = () => {
        if (lines.get(channel) !== line) return; // somebody else has entered since
        lines.delete(channel);
        channels.leave(channel);
      };
      return { ready: channels.join(channel), leave };
    },
    tell(fileId, event) {
      const bytes = Buffer.from(encodeFileEvent(processId, event));
      void link.run((redis) => channels.tell(redis, channelOf(fileId), bytes));
    },
    state: () => (channels.isUp() ? "up" : "away"),
    onReturn(listener) {
      channels.onReturn(listener);
      link.onReturn(listener);
    },
    close: channels.close,
  };
}

function understood(bytes: Uint8Array, logger: Logger): ReturnType<typeof decodeFileEvent> | null {
  try {
    return decodeFileEvent(bytes);
  } catch (error) {
    logger.warn({ err: error }, "another process said something that is not understood");
    return null;
  }
}
