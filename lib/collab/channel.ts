/**
 * The port to a file's channel: what is said in one file reaches every connection of that file. The in-memory adapter
 * is lib/realtime/file-channel.ts; several processes come with another adapter behind the same port.
 */
export interface ChannelMember {
  /** A binary y-protocols message, the same bytes for every member. Must not throw. */
  deliver(message: Uint8Array): void;
}

export interface FileChannel {
  /** Enters the channel; returns how to leave it (idempotent). Enter before reading the state (I2). */
  enter(fileId: number, member: ChannelMember): () => void;
  /** Delivers to every member but those in `except`. Call only with what is committed (I1), or with awareness. */
  publish(fileId: number, message: Uint8Array, except: ReadonlySet<ChannelMember>): void;
}
