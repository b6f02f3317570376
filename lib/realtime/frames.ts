/** WebSocket frames as a server sends them (RFC 6455 5.2): whole messages, unmasked, not compressed. */

const WHOLE_TEXT = 0x81;
const WHOLE_BINARY = 0x82;
const SHORT_MAX = 125;
const SIXTEEN_BITS = 126;
const LENGTH_16_MAX = 0xffff;

/**
 * A longer message is handed to `ws`, which writes it without copying it: `frame…` take only what its length has two
 * bytes for.
 */
export const FRAMED_MAX_BYTES = LENGTH_16_MAX;

const headerOf = (length: number, first: number): number[] =>
  length <= SHORT_MAX ? [first, length] : [first, SIXTEEN_BITS, length >> 8, length & 0xff];

function frame(payload: Uint8Array, first: number): Uint8Array[] {
  if (payload.byteLength > FRAMED_MAX_BYTES) throw new RangeError("too long to be framed in one piece");
  return [Uint8Array.from(headerOf(payload.byteLength, first)), payload];
}

/** A binary message, ready to be written. At most `FRAMED_MAX_BYTES`. */
export const frameMessage = (message: Uint8Array): Buffer => Buffer.concat(frame(message, WHOLE_BINARY));

/**
 * The event `message` of Socket.IO with one binary message, ready to be written: engine.io's `4`, then the packet with a
 * place for the bytes as a text frame, then the bytes themselves (socket.io-protocol 5, BINARY_EVENT).
 */
export function frameEvent(message: Uint8Array, namespace: string): Buffer {
  const packet = Buffer.from(`451-${namespace},["message",{"_placeholder":true,"num":0}]`);
  return Buffer.concat([...frame(packet, WHOLE_TEXT), ...frame(message, WHOLE_BINARY)]);
}

/** Everybody in a file is sent the very same message, one right after the other: it is framed once for all of them. */
export function rememberLast(
  make: (message: Uint8Array, namespace: string) => Buffer,
): (message: Uint8Array, namespace?: string) => Buffer {
  let last: { message: Uint8Array; namespace: string; framed: Buffer } | null = null;
  return (message, namespace = "") => {
    if (last?.message !== message || last.namespace !== namespace)
      last = { message, namespace, framed: make(message, namespace) };
    return last.framed;
  };
}
