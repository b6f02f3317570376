const http = require("node:http");
const { once } = require("node:events");
const path = require("node:path");
const fs = require("node:fs/promises");

const ROOT = path.resolve(__dirname, "public");
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };

async function serve(request, response) {
  const url = new URL(request.url, "http://localhost");
  const file = path.join(ROOT, path.normalize(url.pathname));
  if (!file.startsWith(ROOT)) {
    response.writeHead(403).end();
    return;
  }
  try {
    const body = await fs.readFile(file);
    response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    response.end(body);
  } catch (fault) {
    response.writeHead(fault.code === "ENOENT" ? 404 : 500).end();
  }
}

async function main() {
  const server = http.createServer((request, response) => {
    serve(request, response).catch((fault) => response.destroy(fault));
  });
  server.listen(8080);
  await once(server, "listening");
  console.log("http://localhost:8080");
}

main().catch((fault) => {
  console.error(fault);
  process.exitCode = 1;
});
