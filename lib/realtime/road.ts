import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { JoinDeps } from "./joining";

export interface RoadDeps extends JoinDeps {
  env: { maxFileBytes: number; rateLimits: boolean };
}

/** A way in to live editing: Socket.IO for our pages, the plain WebSocket for any Yjs client. */
export interface Road {
  /** Whether upgrades at this path (without the query) are its own. */
  serves(path: string): boolean;
  /** Under which a refusal of this request is remembered; undefined: not known before the upgrade. */
  credentialOf(request: IncomingMessage): string | undefined;
  /** Takes over a request that was judged. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends what is still open, after the engine has said why. */
  close(): Promise<void>;
}
