/** Code that tries to get out of the frame that runs it. It prints `NAME refused`, or `NAME ALLOWED`, for each try. */

interface Hostile {
  code: string;
  tried: string[];
}

const SCRIPT: Record<string, string> = {
  api: 'fetch("ORIGIN/api/v1/auth/me", { credentials: "include" })',
  simple: 'fetch("ORIGIN/api/v1/auth/me", { mode: "no-cors" })',
  xhr: '{ const x = new XMLHttpRequest(); x.open("GET", "ORIGIN/api/v1/auth/me", false); x.send(); }',
  script: 'importScripts("ORIGIN/api/v1/auth/me")',
  module: 'import("ORIGIN/api/v1/auth/me")',
  data: 'import("data:text/javascript,export default 1")',
  socket: 'opened(new WebSocket("WS/socket.io/?EIO=4&transport=websocket"))',
  events: 'opened(new EventSource("ORIGIN/api/v1/auth/me"))',
  nested:
    'opened(new Worker(URL.createObjectURL(new Blob([`fetch("ORIGIN/api/v1/auth/me").then(() => postMessage(1), () => setTimeout(() => { throw 0; }))`]))))',
  foreignWorker: 'opened(new Worker("ORIGIN/_next/static/x.js"))',
  evaluated: 'eval("1")',
  compiled: 'new Function("return 1")()',
  database: 'new Promise((ok, no) => { const r = indexedDB.open("x"); r.onsuccess = ok; r.onerror = no; })',
  caches: 'caches.open("x")',
  files: "navigator.storage.getDirectory()",
  foreign: 'fetch("http://127.0.0.1:9/", { mode: "no-cors" })',
};

export function hostileScript(origin: string): Hostile {
  const tries = Object.entries(SCRIPT).map(([name, body]) => `  ${name}: async () => ${asBody(body)},`);
  const code = `const opened = (from: any) => new Promise((ok, no) => { from.onopen = from.onmessage = ok; from.onerror = no; });
const tries: Record<string, () => Promise<unknown>> = {
${tries.join("\n")}
};
for (const [name, attempt] of Object.entries(tries)) {
  try { await attempt(); console.log(name, "ALLOWED"); } catch { console.log(name, "refused"); }
}
new BroadcastChannel("tandem").postMessage("out of the worker");
console.log(Object.keys(tries).length, "tried");
`;
  return { code: at(code, origin), tried: Object.keys(SCRIPT) };
}

const asBody = (body: string): string => (body.startsWith("{") ? body : `await (${body})`);
const at = (code: string, origin: string): string =>
  code
    .replaceAll("ORIGIN", origin)
    .replaceAll("WS/", `${origin.replace("http", "ws")}/`)
    .replaceAll("PORT", new URL(origin).port);

const PYTHON: Record<string, string> = {
  api: 'await js.fetch("ORIGIN/api/v1/auth/me", to_js({"credentials": "include"}, dict_converter=js.Object.fromEntries))',
  pyfetch: 'await pyodide.http.pyfetch("ORIGIN/api/v1/auth/me")',
  open_url: 'pyodide.http.open_url("ORIGIN/api/v1/auth/me")',
  urllib: 'urllib.request.urlopen("ORIGIN/api/v1/auth/me", timeout=2)',
  http_client: 'http.client.HTTPConnection("127.0.0.1", PORT, timeout=2).request("GET", "/api/v1/auth/me")',
  raw_socket: "answered(PORT)",
  web_socket: 'await opened(js.WebSocket.new("WS/socket.io/?EIO=4&transport=websocket"))',
  import_scripts: 'js.importScripts("ORIGIN/api/v1/auth/me")',
  run_js: "pyodide.code.run_js('fetch(\"ORIGIN/api/v1/auth/me\")')",
  js_eval: 'js.eval("1")',
  js_function: 'js.Function.new("return 1")()',
  micropip: "importlib.import_module('micropip')",
  package: 'await load_package("ORIGIN/api/v1/auth/me")',
  process: 'subprocess.run(["id"])',
  passwords: 'open("/etc/passwd").read()',
  environment: 'os.environ["SECRET_KEY"]',
  database: 'js.indexedDB.open("x")',
  caches: 'await js.caches.open("x")',
};

const SETUP = `import http.client, importlib, os, socket, subprocess, urllib.request
import asyncio, js, pyodide.http, pyodide.code, pyodide_js
from pyodide.ffi import create_proxy, to_js

async def opened(source):
    done = asyncio.get_running_loop().create_future()
    source.onopen = create_proxy(lambda _: done.set_result(True))
    source.onerror = create_proxy(lambda _: done.set_exception(OSError("refused")))
    await done

def answered(port):
    plain = socket.create_connection(("127.0.0.1", port), 2)
    plain.send(b"GET /api/v1/auth/me HTTP/1.0\\r\\n\\r\\n")
    if plain.recv(1) == b"":
        raise OSError("nothing was answered")

async def load_package(address):
    loaded = (await pyodide_js.loadPackage(address)).to_py()
    if len(loaded) == 0:
        raise OSError("nothing was loaded")

async def attempt(name, run):
    try:
        await run()
        print(name, "ALLOWED")
    except BaseException:
        print(name, "refused")
`;

export function hostilePython(origin: string): Hostile {
  const tries = Object.entries(PYTHON).map(
    ([name, body]) => `async def try_${name}():\n    ${body}\nawait attempt("${name}", try_${name})\n`,
  );
  const channel = 'js.BroadcastChannel.new("tandem").postMessage("out of Python")';
  const code = `${SETUP}\n${tries.join("\n")}\n${channel}\nprint(${tries.length}, "tried")\n`;
  return { code: at(code, origin), tried: Object.keys(PYTHON) };
}

/**
 * What code could try if it came into the frame that holds the worker; run there. Answers the names of what was allowed;
 * what says nothing of itself (forms, pictures, frames) would show in what the server has counted.
 */
export async function hostileFrame(origin: string): Promise<string[]> {
  const api = `${origin}/api/v1/auth/me`;
  const event = (target: EventTarget, good: string) =>
    new Promise((resolve, reject) => {
      target.addEventListener(good, resolve);
      target.addEventListener("error", reject);
    });
  const add = (tag: string, values: Record<string, string>) =>
    document.documentElement.appendChild(Object.assign(document.createElement(tag), values));
  const must = (value: unknown) => {
    if (!value) throw new Error("refused");
  };
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const tries: Record<string, () => unknown> = {
    api: () => fetch(api, { credentials: "include" }),
    simple: () => fetch(api, { mode: "no-cors" }),
    socket: () =>
      event(new WebSocket(`${origin.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`), "open"),
    cookie: () => document.cookie,
    storage: () => localStorage.length,
    session: () => sessionStorage.length,
    database: () => event(indexedDB.open("x"), "success"),
    caches: () => caches.open("x"),
    sharedWorker: () => event(new SharedWorker(URL.createObjectURL(new Blob([""]))).port, "message"),
    serviceWorker: () => navigator.serviceWorker.register("/x.js"),
    parent: () => parent.document,
    parentStorage: () => parent.localStorage,
    top: () => {
      (top ?? window).location.href = `${origin}/account`;
    },
    popup: () => must(open(`${origin}/account`)),
    blobPopup: () => must(open(URL.createObjectURL(new Blob(["x"], { type: "text/html" })))),
    script: () => event(add("script", { src: api }), "load"),
    module: () => import(/* @vite-ignore */ api),
    style: () => event(add("link", { rel: "stylesheet", href: api }), "load"),
    image: () => event(add("img", { src: api }), "load"),
    audio: () => event(add("audio", { src: api }), "canplay"),
  };
  const allowed: string[] = [];
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      await attempt();
      allowed.push(name);
    } catch {
      // refused
    }
  }
  navigator.sendBeacon(api, "x");
  add("iframe", { src: api });
  add("iframe", { src: URL.createObjectURL(new Blob([`<img src="${api}">`], { type: "text/html" })) });
  const form = document.createElement("form");
  form.action = api;
  document.documentElement.append(form);
  form.submit();
  new BroadcastChannel("tandem").postMessage("out of the frame");
  await later(500);
  return allowed;
}

/** Programs that take memory until there is no more. */
export const MEMORY_BOMBS = {
  script: 'console.log("begun");\nconst all = [];\nfor (;;) all.push(new Array(1e6).fill(1.5));\n',
  python: 'print("begun")\ndata = b"x"\nwhile True:\n    data += data\n',
};
