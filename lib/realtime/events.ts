import type { Server, Socket } from "socket.io";
import type { ServerEvents } from "@/lib/contracts/live";

/** What arrives is unknown until it is looked at: everything but `message` is taken for a request of that name. */
interface FromClient {
  message: (payload: unknown, ack?: unknown) => void;
}

type ToClient = { [Event in keyof ServerEvents]: (event: ServerEvents[Event]) => void } & {
  message: (bytes: Uint8Array) => void;
};

export type FileServer = Server<FromClient, ToClient>;
export type FileSocket = Socket<FromClient, ToClient>;
