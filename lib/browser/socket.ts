import { Manager, type Socket } from "socket.io-client";

const CONNECT_TIMEOUT_MS = 10_000;

let manager: Manager | undefined;

/**
 * The page's one connection, with a socket per namespace on it. It connects when the first socket does. Signing in or
 * out loads the page anew: a connection keeps the cookie it was made with.
 */
export function pageSocket(namespace: string): Socket {
  manager ??= new Manager(window.location.origin, {
    path: "/socket.io",
    transports: ["websocket"],
    autoConnect: false,
    // The channel decides when to try again: it tells how long that takes, and some refusals are final.
    reconnection: false,
    timeout: CONNECT_TIMEOUT_MS,
  });
  return manager.socket(namespace);
}
