import dgram from "node:dgram";
import { once } from "node:events";

const [HEADER_BYTES, TYPE_A, CLASS_IN, TTL_SECONDS] = [12, 1, 1, 1];
/** An answer with no error, to a question that asked for recursion. */
const ANSWERED = 0x8180;
/** Points at the name in the question, which starts right behind the header. */
const NAME_OF_QUESTION = 0xc00c;

/** Answers every question for an IPv4 address with the same ones, as Docker's DNS does for a scaled service (RFC 1035). */
export async function startSmallDns(addresses: readonly string[]): Promise<{ port: number; close(): void }> {
  const socket = dgram.createSocket("udp4");
  socket.on("message", (question, from) =>
    socket.send(answerTo(question, addresses), from.port, from.address),
  );
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, close: () => socket.close() };
}

function answerTo(message: Buffer, addresses: readonly string[]): Buffer {
  const nameEnd = message.indexOf(0, HEADER_BYTES) + 1;
  const question = message.subarray(HEADER_BYTES, nameEnd + 4);
  const answers = question.readUInt16BE(question.length - 4) === TYPE_A ? addresses : [];
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(message.readUInt16BE(0), 0);
  header.writeUInt16BE(ANSWERED, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question, ...answers.map(record)]);
}

function record(address: string): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16BE(NAME_OF_QUESTION, 0);
  bytes.writeUInt16BE(TYPE_A, 2);
  bytes.writeUInt16BE(CLASS_IN, 4);
  bytes.writeUInt32BE(TTL_SECONDS, 6);
  bytes.writeUInt16BE(4, 10);
  bytes.set(address.split(".").map(Number), 12);
  return bytes;
}
