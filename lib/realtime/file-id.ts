import { ID_MAX } from "@/lib/contracts/limits";

/** A file id as it stands in an address; null: no such file can exist. */
export function readFileId(digits: string | undefined): number | null {
  if (digits === undefined || !/^\d+$/.test(digits)) return null;
  const id = Number(digits);
  return id >= 1 && id <= ID_MAX ? id : null;
}
