import type { RateLimit } from "./rate-limiter";

const MINUTE = 60_000;

/** Any request, before anything is looked up. Generous: it stops floods, not people behind one address. */
export const ADDRESS_LIMIT: RateLimit = {
  name: "address",
  points: 6_000,
  windowMs: MINUTE,
  by: "address",
  perProcess: true,
};
export const ACCOUNT_LIMIT: RateLimit = {
  name: "account",
  points: 3_000,
  windowMs: MINUTE,
  perProcess: true,
};
/**
 * Wrong passwords of one account from one address; a right one clears them. Not of an account as such: anybody could
 * then keep its owner out.
 */
export const LOGIN_ACCOUNT_LIMIT: RateLimit = { name: "login-account", points: 10, windowMs: MINUTE };
/** Wrong passwords from one address, whosever; a right one costs nothing, since many may share an address. */
export const LOGIN_ADDRESS_LIMIT: RateLimit = {
  name: "login-address",
  points: 120,
  windowMs: MINUTE,
  by: "address",
};
export const REGISTER_LIMIT: RateLimit = {
  name: "register",
  points: 300,
  windowMs: MINUTE,
  by: "address",
};
export const INVITE_LOOKUP_LIMIT: RateLimit = {
  name: "invite",
  points: 300,
  windowMs: MINUTE,
  by: "address",
};
/** Runs of code that one account starts, in whichever files: each is told to everybody there. */
export const RUN_START_LIMIT: RateLimit = { name: "run-start", points: 20, windowMs: MINUTE };
