import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { tokenSchema } from "@/lib/contracts/auth";
import { inviteSchema } from "@/lib/contracts/sharing";
import { type Account, call, createAccount, createFile, invite } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { connectLive } from "@/test-support/live-client";
import { openRaw, plainAddress } from "@/test-support/plain-client";
import { createDatabase } from "@/test-support/postgres-database";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";

/** Everything a person does, right and wrong, with the log at its loudest; then the whole log is searched. */

const KEY = "a-key-for-this-test-0123456789abcdefghijkl";
const TEXT = "the text of a file that is nobody's business";
let server: TestServer;
let proxy: TcpProxy;
let drop: () => Promise<void>;
let databasePassword: string;

beforeAll(async () => {
  const database = await createDatabase();
  drop = database.drop;
  const url = new URL(database.url);
  databasePassword = url.password;
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  url.hostname = "127.0.0.1";
  server = await startServer({
    env: { DATABASE_URL: url.toString(), SECRET_KEY: KEY, LOG_LEVEL: "debug", RATE_LIMITS: "off" },
  });
});
afterAll(async () => {
  await server.stop();
  await proxy.close();
  await drop();
});

test("no password, token, cookie, invite or text reaches the log or an error", async () => {
  const secrets = new Set<string>([KEY, TEXT]);
  if (databasePassword !== "") secrets.add(databasePassword);
  const said: string[] = [];
  const ask = async (...args: Parameters<typeof call>) => {
    const answer = await call(...args);
    if (answer.status >= 400) said.push(JSON.stringify(answer.body));
    return answer;
  };
  const keep = (account: Account) => {
    secrets.add(account.password).add(account.token);
    return account;
  };
  const { url } = server;
  const ann = keep(await createAccount(url, "ann"));
  const bob = keep(await createAccount(url, "bob"));
  const wrong = "a wrong password that is somebody's elsewhere";
  secrets.add(wrong);

  const everything = async () => {
    for (const body of [
      { email: ann.email, password: wrong },
      { email: wrong, password: wrong },
      { email: ann.email, password: ann.password },
    ]) {
      const answer = await ask(url, "POST", "/auth/login", { body });
      if (answer.status === 200) secrets.add(tokenSchema.parse(answer.body).access_token);
    }
    await ask(url, "POST", "/auth/register", { body: { ...ann, password: wrong } });
    await ask(url, "POST", "/auth/register", { body: { email: "x", username: "x", password: wrong } });
    await ask(url, "PATCH", "/auth/me", {
      token: ann.token,
      body: { current_password: wrong, new_password: `${wrong} 2` },
    });
    const browser = openBrowserSession(url);
    await browser.signIn(ann.email, wrong).catch(() => undefined);
    await browser.signIn(ann.email, ann.password).catch(() => undefined);
    for (const pair of browser.cookie().split("; ")) secrets.add(pair.slice(pair.indexOf("=") + 1));
    const forged = `${ann.token.slice(0, -4)}AAAA`;
    secrets.add(forged);
    await ask(url, "GET", "/auth/me", { token: forged });
    await ask(url, "GET", "/auth/me", { headers: { authorization: `Basic ${wrong}` } });
    await browser.fetch("/").catch(() => undefined);
    await browser.fetch("/api/v1/files", { method: "POST", headers: { origin: "http://evil.example" } });

    const file = await createFile(url, ann.token, "secret.txt", TEXT).catch(() => undefined);
    const fileId = file?.id ?? 1;
    const made = await ask(url, "POST", `/files/${fileId}/invite`, { token: ann.token, body: {} });
    const link = made.status === 201 ? inviteSchema.parse(made.body).token : "an-invite-that-is-none";
    secrets.add(link);
    await ask(url, "GET", `/invites/${link}`);
    await browser.fetch(`/invite/${link}`).catch(() => undefined);
    await ask(url, "POST", `/invites/${link}/accept`, { token: bob.token });
    await ask(url, "POST", `/invites/${link}x/accept`, { token: bob.token });
    await ask(url, "PUT", `/files/${fileId}`, { token: ann.token, body: { content: `${TEXT} 2`, base: 99 } });
    await ask(url, "PUT", `/files/${fileId}`, { token: ann.token, body: { content: `${TEXT} 2` } });
    for (const token of [bob.token, forged]) {
      const live = connectLive(url, fileId, token);
      const joined = await live.synced.then(
        () => true,
        () => false,
      );
      if (joined) await live.edit((text) => text.insert(0, TEXT));
      live.close();
      const plain = `${plainAddress(url, fileId)}?token=${token}`;
      await openRaw(plain, {}, (socket) => socket.close());
    }
    await browser.signOut().catch(() => undefined);
  };

  await everything();
  // The same while statements fail under way: errors of drivers are the most talkative.
  await proxy.set("refuse");
  await everything();
  await proxy.set("none");
  const after = await vi.waitFor(() => createFile(url, ann.token, "after.txt"), {
    timeout: 20_000,
    interval: 200,
  });
  await invite(url, ann.token, after.id, bob.token);

  const log = server.output();
  expect(log).toContain("signed in");
  for (const secret of secrets) {
    if (secret.length < 8) continue;
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
      expect(log.includes(form), `the log holds ${form}`).toBe(false);
      expect(said.join().includes(form), `an answer holds ${form}`).toBe(false);
    }
  }
  expect(log).not.toMatch(/\$argon2id|Bearer [A-Za-z0-9]|next-auth\.session-token=|params: /);
  expect(said.join()).not.toMatch(/ at .*\(|node_modules|select |insert |ECONN|postgres:/);
  for (const line of log.split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
});
