/**
 * Why a live connection is refused or ended. 44xx is final: coming back the same way gives the same answer.
 * The others are to be retried. RFC 6455 7.4.2 leaves 4000-4999 to applications.
 */
export const CLOSE_CODES = {
  unauthenticated: 4401,
  removed: 4403,
  notFound: 4404,
  deleted: 4410,
  tooLarge: 4413,
  invalid: 4422,
  restarting: 1012,
  databaseAway: 1013,
  tooFast: 4529,
} as const;

export type CloseReason = keyof typeof CLOSE_CODES;
export type CloseCode = (typeof CLOSE_CODES)[CloseReason];

/** Whether the same connection may be tried again by itself. */
export function isFinal(code: number): boolean {
  return code >= 4400 && code < 4500;
}
