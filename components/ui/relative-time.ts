const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When something happened, as the lists say it: `just now`, `4 min ago`, `3 h ago`, `yesterday`, `20 Nov`, and with the
 * year when it is another. Times are milliseconds since 1970; days are those of `timeZone` (undefined: the browser's).
 * A time a little ahead, from a clock that is off, is `just now`.
 */
export function relativeTime(time: number, now: number, timeZone?: string): string {
  const ago = now - time;
  if (ago < MINUTE) return "just now";
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`;
  if (dayOf(time, timeZone) === dayOf(now - DAY, timeZone)) return "yesterday";
  const sameYear = dayOf(time, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  return format({ day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }, time, timeZone);
}

/** `29 Nov`. */
export const shortDay = (time: number, timeZone?: string): string =>
  format({ day: "numeric", month: "short" }, time, timeZone);

/** How long it is until then: `6 days`, `19 hours`, `1 minute`. Milliseconds since 1970; a time that has come is a minute. */
export function timeUntil(time: number, now: number): string {
  const left = time - now;
  const minutes = Math.max(1, Math.ceil(left / MINUTE));
  if (minutes < 60) return count(minutes, "minute");
  const hours = Math.round(left / HOUR);
  return hours < 24 ? count(hours, "hour") : count(Math.round(left / DAY), "day");
}

const count = (n: number, unit: string): string => (n === 1 ? `1 ${unit}` : `${n} ${unit}s`);

/** `29 November`. */
export function dayInFull(time: number, timeZone?: string): string {
  return format({ day: "numeric", month: "long" }, time, timeZone);
}

/** `29 November, 10:40`. */
export function dayAndTime(time: number, timeZone?: string): string {
  return `${dayInFull(time, timeZone)}, ${format({ hour: "2-digit", minute: "2-digit" }, time, timeZone)}`;
}

/** `2026-11-25`. */
const dayOf = (time: number, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat("sv-SE", timeZone === undefined ? {} : { timeZone }).format(time);

function format(parts: Intl.DateTimeFormatOptions, time: number, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat("en-GB", timeZone === undefined ? parts : { ...parts, timeZone }).format(
    time,
  );
}
