import { readFileSync } from "node:fs";
import { type ConnectionOptions, checkServerIdentity } from "node:tls";
import { AppError } from "@/lib/errors";

/** DATABASE_URL, with what it says of TLS as Node understands it. */
export interface PostgresAddress {
  /** Without what is said of TLS: postgres.js would send to the server, as settings, what it does not know. */
  url: string;
  /** `prefer`: TLS where the server has it. `require`: TLS, whoever the server is. */
  ssl: false | "prefer" | "require" | ConnectionOptions;
}

const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
const FILES = ["sslrootcert", "sslcert", "sslkey"] as const;
/** libpq's word for the certificates that the system trusts. */
const SYSTEM = "system";

/**
 * Reads PostgreSQL's own (libpq's) words for TLS: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `channel_binding`, with
 * its meanings: `require` with a certificate is `verify-ca`. Without `sslmode` there is no TLS. Throws AppError with one
 * line that names what is wrong; the files are read once, here.
 */
export function parsePostgresAddress(text: string): PostgresAddress {
  const url = new URL(text);
  const take = (name: string): string | null => {
    const value = url.searchParams.get(name);
    url.searchParams.delete(name);
    return value;
  };
  const mode = take("sslmode");
  const [root, cert, key] = FILES.map(take);
  const binding = take("channel_binding");
  const asked = mode ?? (root === SYSTEM ? "verify-full" : undefined);
  if (asked !== undefined && !MODES.includes(asked))
    throw wrong(`sslmode must be one of ${MODES.join(", ")}`);
  if (binding === "require" && asked !== "verify-full")
    throw wrong("channel_binding=require is not supported; sslmode=verify-full guards against the same");
  if (asked === undefined) {
    if (root || cert || key) throw wrong("certificates need an sslmode, such as verify-full");
    return { url: text.includes("channel_binding") ? url.toString() : text, ssl: false };
  }
  return { url: url.toString(), ssl: tlsOf(asked, url.hostname, { root, cert, key }) };
}

type Files = Record<"root" | "cert" | "key", string | null | undefined>;

function tlsOf(mode: string, host: string, { root, cert, key }: Files): PostgresAddress["ssl"] {
  if (mode === "disable") return false;
  if (mode === "allow" || mode === "prefer") return "prefer";
  const own = {
    ...(cert ? { cert: read("sslcert", cert) } : {}),
    ...(key ? { key: read("sslkey", key) } : {}),
  };
  if (mode === "require" && !root) return cert ? { ...own, rejectUnauthorized: false } : "require";
  const trusted = root && root !== SYSTEM ? { ca: read("sslrootcert", root) } : {};
  const named = host.replace(/^\[|\]$/g, "");
  return {
    ...own,
    ...trusted,
    // Trap: of a server that is named by its address alone, Node would compare the certificate with "localhost".
    checkServerIdentity: (_, shown) =>
      mode === "verify-full" ? checkServerIdentity(named, shown) : undefined,
  };
}

function read(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw wrong(`the file of ${name} cannot be read`, cause);
  }
}

const wrong = (what: string, cause?: unknown): AppError =>
  new AppError("unavailable", `DATABASE_URL: ${what}`, { cause });
