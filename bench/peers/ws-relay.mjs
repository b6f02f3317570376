import { WebSocketServer } from "ws";
import { HOST, tellPort } from "./told.mjs";

/** The least there can be: what one sends goes to all others of its path, nothing is read, nothing is kept. */

const rooms = new Map();
const server = new WebSocketServer({ host: HOST, port: 0, perMessageDeflate: false });

server.on("connection", (socket, request) => {
  const room = rooms.get(request.url) ?? new Set();
  rooms.set(request.url, room.add(socket));
  socket.on("message", (data) => {
    for (const other of room) if (other !== socket) other.send(data, { binary: true });
  });
  socket.on("close", () => room.delete(socket));
});
server.on("listening", () => tellPort(server.address().port));
