import { readFileSync } from "node:fs";
import path from "node:path";
import { startNginx } from "@/scripts/lib/nginx.mjs";
import { freePort } from "@/scripts/lib/throw-away.mjs";
import { createDatabase } from "./postgres-database";
import { startServer, type TestServer } from "./server";
import { startSmallDns } from "./small-dns";

const ADDRESSES = ["127.0.0.11", "127.0.0.12", "127.0.0.13"];

export interface NginxTeam {
  /** Of nginx. */
  url: string;
  servers: TestServer[];
  /** Of each process itself, past nginx. */
  addresses: string[];
  /** Another process in the place of one that is gone. */
  startAgain(at: number): Promise<void>;
  /** Everything nginx has logged. */
  log(): string;
  stop(): Promise<void>;
}

/** deploy/nginx.conf as docker-compose.yml uses it, in front of three built servers that share a name. `stop` it. */
export async function startNginxTeam(extra: Record<string, string> = {}): Promise<NginxTeam> {
  const database = await createDatabase();
  const dns = await startSmallDns(ADDRESSES);
  const [port, inside] = [await freePort(), String(await freePort())];
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: process.env.TEST_REDIS_URL ?? "",
    SECRET_KEY: `only-for-this-test-${process.pid}-0123456789abcdef`,
    TRUST_PROXY: "1",
    PORT: inside,
    ...extra,
  };
  const start = (host: string) => startServer({ env: { ...env, HOST: host } });
  const servers = await Promise.all(ADDRESSES.map(start)); // all three migrate at once
  const nginx = await startNginx(process.env.TEST_NGINX ?? "", (folder) =>
    [
      ["resolver 127.0.0.11 ", `resolver 127.0.0.1:${dns.port} `],
      ["http://web:8000", `http://web:${inside}`],
      ["listen 8000", `listen 127.0.0.1:${port}`],
      ["/dev/stdout", path.join(folder, "access.log")],
      ["/dev/stderr", path.join(folder, "error.log")],
    ].reduce(inPlaceOf, readFileSync("deploy/nginx.conf", "utf8")),
  );
  const read = (name: string) => readFileSync(path.join(nginx.folder, name), "utf8");
  return {
    url: `http://127.0.0.1:${port}`,
    servers,
    addresses: ADDRESSES.map((host) => `http://${host}:${inside}`),
    startAgain: async (at) => {
      servers[at] = await start(ADDRESSES[at] ?? "");
    },
    log: () => read("access.log") + read("error.log"),
    async stop() {
      await nginx.stop();
      await Promise.all(servers.map((server) => server.stop()));
      dns.close();
      await database.drop();
    },
  };
}

/** What is other in a test than in a container; each stands in the file once. */
function inPlaceOf(text: string, [there = "", here = ""]: string[]): string {
  if (text.split(there).length !== 2) throw new Error(`deploy/nginx.conf does not say "${there}" once`);
  return text.replace(there, here);
}
