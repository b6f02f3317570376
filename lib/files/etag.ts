import { AppError } from "@/lib/errors";

export interface FileState {
  version: number;
  metaVersion: number;
}

/** A strong entity tag (RFC 9110 8.8.3) of the text's version and the counter of name and language. */
export const etagOf = (state: FileState): string => `"${state.version}-${state.metaVersion}"`;

/**
 * What `If-Match` (RFC 9110 13.1.1) expects of the file; undefined: nothing. Of several tags the one that fits now is
 * taken, so that it can be judged once more in the commit. Throws `precondition_failed` when none fits.
 */
export function expectedState(ifMatch: string | null, now: FileState): FileState | undefined {
  if (ifMatch === null || ifMatch.trim() === "*") return undefined;
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  if (tags.includes(etagOf(now))) return { version: now.version, metaVersion: now.metaVersion };
  throw preconditionFailed();
}

export const preconditionFailed = (): AppError =>
  new AppError("precondition_failed", "The file has changed since you read it.");
