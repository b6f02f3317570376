import { expect, test } from "vitest";
import { addressBlock, canonicalAddress } from "./address";

test.each([
  ["10.0.0.9", "10.0.0.9"],
  [" 10.0.0.9 ", "10.0.0.9"],
  ["10.0.0.9:4711", "10.0.0.9"],
  ["::ffff:10.0.0.9", "10.0.0.9"],
  ["::FFFF:0a00:0009", "10.0.0.9"],
  ["0:0:0:0:0:ffff:10.0.0.9", "10.0.0.9"],
  ["[::ffff:10.0.0.9]:80", "10.0.0.9"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::1", "::1"],
])("%j is %s", (text, canonical) => {
  expect(canonicalAddress(text)).toBe(canonical);
});

test.each([
  "",
  "unknown",
  "_hidden",
  "10.0.0",
  "10.0.0.256",
  "10.0.0.9:port",
  "1.2.3.4, 5.6.7.8",
  "localhost",
  "::g",
  "[::1",
  "1.2.3.4\r\nx: y",
  "9".repeat(10_000),
])("%j is no address", (text) => {
  expect(canonicalAddress(text)).toBeNull();
});

test.each([
  ["10.0.0.9", "10.0.0.9"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:0:0:ffff::1", "2001:db8:0:0::/64"],
  ["2001:db8:0:1::1", "2001:db8:0:1::/64"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s counts as %s", (address, block) => {
  expect(addressBlock(address)).toBe(block);
});
