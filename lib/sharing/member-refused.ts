import { AppError } from "@/lib/errors";
import type { MemberChange } from "./ports";

export const memberUnknown = (): AppError =>
  new AppError("not_found", "Nobody with this id has access to the file.");

/** Why a change of members was not made, for whoever asked for it. */
export function memberRefused({ status }: Exclude<MemberChange, { status: "changed" }>): AppError {
  if (status === "no-member") return memberUnknown();
  return new AppError("conflict", "A file has exactly one owner. Hand it over to somebody first.");
}
