import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createLogger } from "@/lib/logger";
import { locatePostgres, startPostgres } from "@/scripts/lib/postgres.mjs";
import { makeCertificates } from "@/test-support/certificates";
import { openPostgres } from "./postgres";
import { parsePostgresAddress } from "./postgres-address";

/** DATABASE_URL as managed databases hand it out, against a PostgreSQL that takes TLS only and has an authority of its own. */

const logger = createLogger("silent");
const folder = mkdtempSync(path.join(tmpdir(), "tandem-tls-"));
const inFolder = (name: string) => path.join(folder, name);
let stop: () => Promise<void>;
/** By name, which the certificate holds, and by address, which it does not. */
let named: string;
let numbered: string;

beforeAll(async () => {
  makeCertificates(folder);
  const cluster = await startPostgres(locatePostgres());
  stop = cluster.stop;
  numbered = cluster.url;
  named = cluster.url.replace("127.0.0.1", "localhost");
  const admin = await openPostgres(numbered, logger);
  const [{ data } = { data: "" }] = await admin.rows(sql`select current_setting('data_directory') as data`);
  const place = String(data);
  const { uid, gid } = statSync(place);
  for (const name of ["server.crt", "server.key"]) {
    const there = path.join(place, name);
    copyFileSync(inFolder(name), there);
    chownSync(there, uid, gid);
    chmodSync(there, 0o600);
  }
  await admin.rows(sql`alter system set ssl = on`);
  await admin.rows(sql`select pg_reload_conf()`);
  await vi.waitFor(async () => expect(await encrypted(`${numbered}?sslmode=require`)).toBe(true), 20_000);
  await admin.close();
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

async function encrypted(url: string): Promise<unknown> {
  const database = await openPostgres(url, logger);
  const [row] = await database.rows(sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`);
  await database.close();
  return row?.ssl;
}

test.each([
  ["", false],
  ["?sslmode=disable", false],
  ["?sslmode=prefer", true],
  ["?sslmode=require", true],
  ["?sslmode=require&channel_binding=prefer", true],
  ["?sslmode=require&sslrootcert=CA", true],
  ["?sslmode=verify-full&sslrootcert=CA", true],
  ["?sslmode=verify-full&sslrootcert=CA&channel_binding=require&application_name=two", true],
])("%s is understood", async (query, tls) => {
  expect(await encrypted(named + query.replace("CA", inFolder("ca.crt")))).toBe(tls);
});

test("verify-ca asks who signed, verify-full also whom it names, an address too", async () => {
  const trusting = `&sslrootcert=${inFolder("ca.crt")}`;
  expect(await encrypted(`${numbered}?sslmode=verify-ca${trusting}`)).toBe(true);
  await expect(encrypted(`${numbered}?sslmode=verify-full${trusting}`)).rejects.toThrow(
    /^DATABASE_URL: .*IP: 127\.0\.0\.1 is not in the cert's list/,
  );
});

test.each([
  ["?sslmode=verify-full", /^DATABASE_URL: unable to verify/],
  ["?sslmode=verify-full&sslrootcert=system", /^DATABASE_URL: unable to verify/],
  ["?sslmode=verify-ca&sslrootcert=OTHER", /^DATABASE_URL: unable to verify/],
  ["?sslmode=require&sslrootcert=OTHER", /^DATABASE_URL: unable to verify/],
  ["?sslmode=verify-full&sslrootcert=/no/such", /^DATABASE_URL: the file of sslrootcert cannot be read$/],
  ["?sslmode=always", /^DATABASE_URL: sslmode must be one of disable, /],
  ["?sslrootcert=OTHER", /^DATABASE_URL: certificates need an sslmode/],
  ["?sslmode=require&channel_binding=require", /^DATABASE_URL: channel_binding=require is not supported/],
])("%s stops the start and says why", async (query, words) => {
  await expect(encrypted(named + query.replace("OTHER", inFolder("other.crt")))).rejects.toThrow(words);
});

test("an address without TLS stays as it is, letter for letter", () => {
  const url = "postgres://a:p%40ss@h:5432/db?application_name=x%20y&prepare=false";
  expect(parsePostgresAddress(url)).toEqual({ url, ssl: false });
});
