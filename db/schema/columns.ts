import { customType, timestamp } from "drizzle-orm/pg-core";

/** `bytea` as Uint8Array with both drivers. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
});

/** Milliseconds on every database, so that a cursor made from a time never skips a row (PGlite's clock has no more). */
export const time = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });
