import type { PersonHere } from "@/components/people/read-people";
import { colorSlot } from "@/lib/contracts/people-colors";

/** The colours of those in the file, by account; who has left has none. */
export type Faces = ReadonlyMap<number, number | undefined>;

export function facesOf(people: readonly PersonHere[], me: { id: number; slot: number | undefined }): Faces {
  const others = people.map(({ id, color }): [number, number | undefined] => [id, colorSlot(color)]);
  return new Map([...others, [me.id, me.slot]]);
}
