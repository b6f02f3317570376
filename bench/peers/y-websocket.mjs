import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { HOST, tellPort } from "./told.mjs";

/** `@y/websocket-server` with its own handlers; it keeps its documents with y-leveldb where YPERSISTENCE names a folder. */

const { getPersistence, setupWSConnection } = await import("@y/websocket-server/utils");
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });

server.on("connection", (socket, request) => setupWSConnection(socket, request));
// y-leveldb does one thing after the other: an answer comes when all before it is done.
const untilStored = async () => getPersistence()?.provider.getStateVector("none");
http.listen(0, HOST, () => tellPort(http.address().port, untilStored));
