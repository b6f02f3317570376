import { seededRandom } from "../random";

let random = seededRandom(0);

/** From here on the server's client ids are determined by the seed too: where two wrote at one place, they order it. */
export function seedClientIds(seed: number): void {
  random = seededRandom(seed);
}

/** Stands in for `lib/collab/client-ids`. */
export const newClientId = (): number => Math.floor(random() * 2 ** 32);
