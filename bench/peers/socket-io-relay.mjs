import { createServer } from "node:http";
import { Server } from "socket.io";
import { HOST, tellPort } from "./told.mjs";

/** Socket.IO as it comes, one namespace a file: what one sends goes to all others, nothing is read, nothing is kept. */

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false, serveClient: false });

io.of(/^\/files\/\d+$/).on("connection", (socket) => {
  socket.on("message", (data) => socket.broadcast.emit("message", data));
});
http.listen(0, HOST, () => tellPort(http.address().port));
