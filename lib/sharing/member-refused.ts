import { AppError, fileNotFound } from "@/lib/errors";
import type { MemberChange } from "./ports";

export const memberUnknown = (): AppError =>
  new AppError("not_found", "Nobody with this id has access to the file.");

/** Why a change of members was not made, for whoever asked for it. */
export function memberRefused(refused: Exclude<MemberChange, { status: "changed" }>): AppError {
  switch (refused.status) {
    case "no-file":
      return fileNotFound();
    case "no-member":
      return memberUnknown();
    case "not-allowed":
      return new AppError("forbidden", `Your role here (${refused.role}) does not allow this.`);
    case "only-owner":
      return new AppError("conflict", "A file has exactly one owner. Hand it over to somebody first.");
  }
}
