import { hkdfSync } from "node:crypto";

/** Separate keys for separate purposes, so that one cannot be used in place of another. */
export interface Keys {
  /** Signs Bearer tokens (HS256). */
  token: Uint8Array;
  /** next-auth's secret for the session cookie. */
  cookie: string;
  /** Keys the hashes under which invites, addresses and limits are kept, and the names of channels. */
  hash: Uint8Array;
}

const KEY_BYTES = 32;

/** Derives all keys from `SECRET_KEY` by HKDF-SHA-256 (RFC 5869). */
export function deriveKeys(secretKey: string): Keys {
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync("sha256", secretKey, "tandem", `tandem/${purpose}/v1`, KEY_BYTES));
  return {
    token: derive("token"),
    cookie: Buffer.from(derive("cookie")).toString("base64url"),
    hash: derive("hash"),
  };
}
