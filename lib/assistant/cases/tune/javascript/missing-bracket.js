import http from "node:http";

const port = Number(process.env.PORT ?? 3000);
const routes = new Map();

function get(path, handler) {
  routes.set(path, handler);
}

get("/", (request, response) => {
  response.end("hello");
});

get("/time", (request, response) => {
  response.end(new Date().toISOString());
};

const server = http.createServer((request, response) => {
  const handler = routes.get(request.url);
  if (!handler) {
    response.statusCode = 404;
    return response.end("not found");
  }
  handler(request, response);
});

server.listen(port);
