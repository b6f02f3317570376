import { once } from "node:events";
import net from "node:net";

export interface RawAnswer {
  /** Of the first answer; 0 when the connection was closed without one. */
  status: number;
  /** In small letters. */
  headers: Map<string, string>;
  /** Everything after the first answer's headers, as it came over the wire. */
  rest: string;
}

/** Sends these bytes, as no HTTP client would let one, and reads until the other side closes. */
export async function rawRequest(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  const socket = net.connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.on("error", () => socket.destroy()); // reset: what came before it counts
  socket.write(bytes);
  await once(socket, "close");
  return parse(Buffer.concat(chunks).toString("latin1"));
}

function parse(text: string): RawAnswer {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [line = "", ...lines] = head.split("\r\n");
  const headers = new Map(
    lines.map((each) => {
      const at = each.indexOf(":");
      return [each.slice(0, at).toLowerCase(), each.slice(at + 1).trim()];
    }),
  );
  return { status: Number(line.split(" ")[1] ?? 0), headers, rest: rest.join("\r\n\r\n") };
}
