import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";
import { COMMON_PASSWORDS } from "./common-passwords";
import { limited } from "./limited";

/** argon2id with the parameters OWASP's password storage sheet names: 19 MiB, two passes, one lane. */
const ARGON2ID: Algorithm = 2;
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, PARAMETERS);

/**
 * Hashes under way at once in a process. Each takes one of libuv's four threads, on which files are read, names looked
 * up and connections to the database made: half of them stay free for that, however many people sign in.
 */
export const HASHES_AT_ONCE = 2;

/** Passwords, hashed and checked in turns. One for the process. */
export interface Passwords {
  hash: typeof hashPassword;
  check: typeof checkPassword;
}

export function createPasswords(): Passwords {
  const inTurn = limited(HASHES_AT_ONCE);
  return {
    hash: (password) => inTurn(() => hashPassword(password)),
    check: (passwordHash, password) => inTurn(() => checkPassword(passwordHash, password)),
  };
}

let dummy: Promise<string> | undefined;

/**
 * Whether the password is right. `passwordHash` null (no such account) takes the same time and answers false, so that
 * nobody learns from the clock which accounts there are.
 */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword("a password that nobody has");
  const nobodys = await dummy; // waited for in either case: the first time must not tell either
  const matches = await verify(passwordHash ?? nobodys, password);
  return matches && passwordHash !== null;
}

/** Whether it is one of the passwords everybody tries first. Case does not make it better. */
export function isCommonPassword(password: string): boolean {
  return COMMON_PASSWORDS.has(password.toLowerCase());
}

/** Throws `unprocessable` for one that everybody tries first; `path`: the field it came in. */
export function requireUncommon(password: string, path: string): void {
  if (!isCommonPassword(password)) return;
  throw new AppError("unprocessable", "This password is one of the commonly used ones.", {
    errors: [{ path, message: "is one of the commonly used ones" }],
  });
}
