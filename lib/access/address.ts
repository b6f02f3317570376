import { isIPv4, isIPv6 } from "node:net";

/** How many 16-bit groups of an IPv6 address name a network: one customer is given a /64 or more. */
const NETWORK_GROUPS = 4;

/**
 * An address in its one written form: IPv4 (also when mapped into IPv6) as four numbers, IPv6 in small letters and
 * shortened; a port, brackets and a zone are taken off. Null when it is no address.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text.trim().replace(/^\[([^\]]*)\](?::\d+)?$/, "$1");
  if (isIPv4(bare)) return bare;
  const [withoutPort = ""] = bare.split(":");
  if (/^[^:]*:\d{1,5}$/.test(bare) && isIPv4(withoutPort)) return withoutPort;
  const [withoutZone = ""] = bare.split("%");
  if (!isIPv6(withoutZone)) return null;
  const shortened = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortened);
  if (mapped === null) return shortened;
  return mapped.slice(1).flatMap(bytesOf).join(".");
}

const bytesOf = (group: string): number[] => {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
};

/**
 * What limits count as one caller: an IPv4 address, or the /64 of an IPv6 one, of which anybody has 2^64. What is no
 * address is left as it is.
 */
export function addressBlock(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const groups = (part: string | undefined) => (part === undefined || part === "" ? [] : part.split(":"));
  const [front, back] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? [] : Array<string>(8 - front.length - back.length).fill("0");
  return `${[...front, ...zeros, ...back].slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
