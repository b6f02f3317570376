import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RateLimiter } from "@/lib/access/rate-limiter";
import type { JoinDeps } from "./joining";
import { createPlainRoad } from "./plain-websocket";
import { createRefusalMemory } from "./refusal-memory";
import type { Road } from "./road";
import { createSocketIoRoad } from "./socket-io";
import { judgeUpgrade, refuseUpgrade } from "./upgrade-guard";

export interface LiveEditsDeps extends Omit<JoinDeps, "refusals"> {
  env: { maxFileBytes: number; publicUrl: string | undefined; rateLimits: boolean };
  rateLimiter: RateLimiter;
}

export interface LiveEdits {
  /** Takes an upgrade when it is for live editing; false: it is somebody else's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Stops the engine, which says why through the open connections, and ends them. Idempotent. */
  stop(): Promise<void>;
}

/** Live editing on both roads. */
export function createLiveEdits(deps: LiveEditsDeps): LiveEdits {
  const refusals = createRefusalMemory();
  const roads = [createSocketIoRoad({ ...deps, refusals }), createPlainRoad({ ...deps, refusals })];
  let stopped: Promise<void> | null = null;

  const admit = async (road: Road, request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onError = () => socket.destroy();
    socket.on("error", onError);
    if (stopped !== null) return refuseUpgrade(socket, "503 Service Unavailable", 1);
    const verdict = await judgeUpgrade(request, road.credentialOf(request), { ...deps, refusals });
    if (!verdict.allowed) return refuseUpgrade(socket, verdict.status, verdict.retryAfterSeconds);
    socket.off("error", onError);
    road.upgrade(request, socket, head);
  };
  const stop = async () => {
    await deps.engine.stop();
    await Promise.all(roads.map((road) => road.close()));
  };
  return {
    upgrade(request, socket, head) {
      const path = request.url?.split("?")[0] ?? "";
      const road = roads.find((candidate) => candidate.serves(path));
      if (road === undefined) return false;
      admit(road, request, socket, head).catch((error: unknown) => {
        deps.logger.error({ err: error }, "a live connection could not be judged");
        refuseUpgrade(socket, "503 Service Unavailable", 1);
      });
      return true;
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
