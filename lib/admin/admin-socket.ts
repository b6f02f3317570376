import { chmod, rm } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { accountActionSchema } from "@/lib/auth/administer";
import { isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { writerTo } from "@/lib/writer-to";

/**
 * The administrator's road to a running server with the embedded database, which no second process may open: a Unix
 * socket in DATA_DIR that only the server's own user can reach. The other side sends one request as JSON and ends; it is
 * answered with one JSON, or with the lines of an export, which say themselves whether they are whole.
 */
export const adminRequestSchema = z.discriminatedUnion("command", [
  z.object({ command: z.literal("user"), action: accountActionSchema, email: z.string() }),
  z.object({ command: z.literal("export") }),
]);
export type AdminRequest = z.infer<typeof adminRequestSchema>;

const answerSchema = z.object({ ok: z.boolean(), said: z.string() });

/** Longest path a Unix socket may have on every system, with room to spare. */
const SOCKET_PATH_MAX = 100;
/** Whoever asks and then neither writes nor reads must not keep the database waiting. Milliseconds. */
const IDLE_MAX = 10_000;

/** Null: there can be none here (a path too long, or Windows). */
function socketPath(dataDir: string): string | null {
  const file = path.join(dataDir, "admin.sock");
  return process.platform === "win32" || file.length > SOCKET_PATH_MAX ? null : file;
}

export interface AdminWork {
  /** Answers what to say. Throws AppError for what cannot be done. */
  user(request: Extract<AdminRequest, { command: "user" }>): Promise<string>;
  /** Writes an export; `write` resolves when it can take more, and rejects when nobody is there any more. */
  export(write: (text: string) => Promise<void>): Promise<void>;
}

/** Listens until it is stopped. Call it only while holding the folder's lock: what a killed server left is removed. */
export async function listenForAdmin(
  dataDir: string,
  work: AdminWork,
  logger: Logger,
): Promise<{ stop(): Promise<void> }> {
  const file = socketPath(dataDir);
  if (file === null) {
    logger.warn(
      { dataDir },
      "DATA_DIR cannot hold a socket: stop the server for `npm run user` and `db:export`",
    );
    return { stop: async () => undefined };
  }
  await rm(file, { force: true });
  const open = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.setTimeout(IDLE_MAX, () => socket.destroy());
    socket.once("close", () => open.delete(socket));
    // Whoever asked may be gone before the answer is: that must not end the server.
    socket.on("error", (error) => logger.debug({ err: error }, "an administrator's request was broken off"));
    answer(socket, work).catch((error: unknown) => {
      logger.warn({ err: error }, "an administrator's request was not answered");
      socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(file, resolve);
  });
  await chmod(file, 0o600);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

async function answer(socket: net.Socket, work: AdminWork): Promise<void> {
  const request = adminRequestSchema.parse(JSON.parse(await readAll(socket)));
  if (request.command === "export") {
    await work.export(writerTo(socket));
    socket.end();
    return;
  }
  const said = await work.user(request).then(
    (words) => ({ ok: true, said: words }),
    (error: unknown) => {
      if (!isAppError(error)) throw error;
      return { ok: false, said: error.message };
    },
  );
  socket.end(JSON.stringify(said));
}

/** All that the other side has to say. Unlike a stream's consumers this leaves the socket open for the answer. */
async function readAll(socket: net.Socket): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A connection to the server that runs on this folder; null: none does, or it has no such road. */
export function connectToServer(dataDir: string): Promise<net.Socket | null> {
  const file = socketPath(dataDir);
  if (file === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const socket = net.connect({ path: file, allowHalfOpen: true });
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null)); // whoever opens the folder next is told what is wrong
  });
}

/** Asks for something that is answered in words. */
export async function askServer(
  socket: net.Socket,
  request: AdminRequest,
): Promise<{ ok: boolean; said: string }> {
  socket.end(JSON.stringify(request));
  return answerSchema.parse(JSON.parse(await text(socket)));
}
