import { AppError } from "@/lib/errors";

export const JSON_TYPE = "application/json";
export const FORM_TYPE = "application/x-www-form-urlencoded";

const tooLarge = (limit: number) => new AppError("too_large", `The body may have ${limit} bytes at most.`);

/** The media type of the request without its parameters, in small letters; empty when none is said. */
export function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/**
 * The body as text. Checked in this order: size, as announced and as it arrives (413), media type and coding (415), UTF-8
 * (400). What is compressed is refused: nobody knows its size before it is unpacked.
 * Never holds more than `limit` bytes.
 */
export async function readText(
  request: Request,
  limit: number,
  accepted: readonly string[],
): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const bytes = await readBytes(request, limit);
  if (!accepted.includes(mediaType(request))) {
    throw new AppError("unsupported_media_type", `Send ${accepted.join(" or ")}.`);
  }
  if (!/^(?:identity)?$/i.test(request.headers.get("content-encoding") ?? "")) {
    throw new AppError("unsupported_media_type", "Send the body as it is, without a Content-Encoding.");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("bad_request", "The body is not UTF-8.");
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** The body as JSON (RFC 8259); 400 when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "The body is not JSON.");
  }
}
