import http from "node:http";
import type { Socket } from "node:net";
import next from "next";
import { listenForAdmin } from "@/lib/admin/admin-socket";
import { adminWork } from "@/lib/admin/admin-work";
import { authenticateConnection } from "@/lib/auth/verify";
import { setContainer } from "@/lib/container";
import { createContainer } from "@/lib/create-container";
import { type Env, EnvError, prepareNextEnv, readEnv } from "@/lib/env";
import { isAppError } from "@/lib/errors";
import { stampForwarded } from "@/lib/http/client-address";
import { answeredAtDoor } from "@/lib/http/door";
import { createLimitedServer } from "@/lib/http/limited-server";
import { answeredInPlaceOfPage } from "@/lib/http/pages";
import { answeredRunFrame } from "@/lib/http/run-frame/run-frame";
import { createLogger, type Logger } from "@/lib/logger";
import { logPrintedLines } from "@/lib/printed-lines";
import { createLiveEdits } from "@/lib/realtime/live-edits";
import { refuseUpgrade } from "@/lib/realtime/upgrade-guard";

/** Boot only: configuration → container → Next → http server → live edits → listen; and the way back, with a deadline. */

const STOP_DEADLINE_MS = 10_000;
/** How long answers under way may still take once the process is asked to stop. */
const DRAIN_MS = 2_000;

interface Stoppable {
  name: string;
  stop(): Promise<void>;
}

/** Starts everything; `started` receives each part as soon as it must be stopped again, also when a later one fails. */
async function boot(env: Env, logger: Logger, started: Stoppable[]): Promise<void> {
  const { container, exportTo, close } = await createContainer(env, logger);
  setContainer(container);
  started.push({ name: "container", stop: close });
  if (env.databaseUrl === undefined) {
    const admin = await listenForAdmin(env.dataDir, adminWork(container, exportTo), logger);
    started.push({ name: "administration", stop: admin.stop });
  }

  const dev = env.nodeEnv === "development";
  // Trap: Next adds its own `upgrade` listener to the server it is given and ends every WebSocket it does not know.
  // So it is given one that never listens, and upgrades are handed out below.
  const nextUpgrades = new http.Server();
  const app = next({ dev, hostname: env.host, port: env.port, httpServer: nextUpgrades });
  started.push({ name: "next", stop: () => app.close() });
  await app.prepare();
  const handle = app.getRequestHandler();

  const server = createLimitedServer((request, response) => {
    if (answeredAtDoor(request, response, env) || answeredRunFrame(request, response)) return;
    void answeredInPlaceOfPage(request, response, container).then((answered) => {
      if (!answered) void handle(request, response);
    });
  });
  const live = createLiveEdits({
    env,
    logger,
    engine: container.engine,
    rateLimiter: container.rateLimiter,
    authenticate: (credentials) => authenticateConnection(container, credentials),
  });
  server.on("upgrade", (request, socket, head) => {
    stampForwarded(request, env);
    if (live.upgrade(request, socket, head)) return;
    if (dev && request.url?.startsWith("/_next/")) nextUpgrades.emit("upgrade", request, socket, head);
    else refuseUpgrade(socket, "404 Not Found");
  });
  const stopListening = closerOf(server);
  const port = await listen(server, env);
  const sayNotReady = async () => {
    container.stopping = true;
  };
  started.push(
    { name: "http", stop: stopListening },
    { name: "live edits", stop: live.stop },
    { name: "readiness", stop: sayNotReady },
  );
  const shown = env.publicUrl ?? `http://localhost:${port}`;
  logger.info({ port, host: env.host, url: shown }, "listening");
  // The launcher, where there is one, tells whoever started it.
  process.send?.({ listening: shown });
}

/** Resolves with the port; rejects with one readable line when it cannot be had. */
function listen(server: http.Server, env: Env): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        reject(
          new EnvError(
            `PORT ${env.port} is in use by another program: stop that one, or set PORT to another`,
          ),
        );
      } else if (error.code === "EACCES") {
        reject(new EnvError(`PORT ${env.port} may not be opened by this user: set PORT to 1024 or more`));
      } else if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
        reject(new EnvError(`HOST ${env.host} is no address of this machine`));
      } else reject(error);
    });
    server.listen(env.port, env.host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : env.port);
    });
  });
}

/**
 * Answers how to stop listening: idle connections close at once, all others after `DRAIN_MS`. Trap: what was upgraded
 * (hot reload's WebSocket, say) is no connection to `closeAllConnections`, but `close` waits for it: hence the list.
 */
function closerOf(server: http.Server): () => Promise<void> {
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return () => closeServer(server, open);
}

async function closeServer(server: http.Server, open: Set<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    for (const socket of open) socket.destroy();
  }, DRAIN_MS);
  await closed;
  clearTimeout(timer);
}

async function stopAll(started: Stoppable[], logger: Logger): Promise<void> {
  for (let part = started.pop(); part !== undefined; part = started.pop()) {
    try {
      await part.stop();
    } catch (error) {
      logger.error({ err: error, part: part.name }, "a part did not stop cleanly");
    }
  }
}

async function main(): Promise<void> {
  let env: Env;
  try {
    env = readEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`Tandem cannot start: ${error.message}\n`);
    process.exit(1);
  }
  prepareNextEnv();
  const logger = createLogger(env.logLevel);
  if (env.nodeEnv === "production") logPrintedLines(logger);
  const started: Stoppable[] = [];
  let stopping = false;
  const shutdown = (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    void stopAll(started, logger).then(() => process.exit(exitCode));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      logger.info({ signal }, "stopping");
      shutdown(0);
    });
  }
  // A fault nobody caught leaves unknown state behind: stop in order, and let whoever supervises us start anew.
  process.on("uncaughtException", (error) => {
    logger.error({ err: error }, "uncaught exception");
    shutdown(1);
  });
  process.on("unhandledRejection", (error) => {
    logger.error({ err: error }, "unhandled rejection");
    shutdown(1);
  });
  try {
    await boot(env, logger, started);
  } catch (error) {
    const told = error instanceof EnvError || isAppError(error);
    process.stderr.write(`Tandem cannot start: ${told ? error.message : String(error)}\n`);
    if (!told) logger.error({ err: error }, "start failed");
    shutdown(1);
  }
}

void main();
