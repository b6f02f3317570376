/** Every parameter that stands in a path, as `{name}` in a declaration and as `[name]` in the folders of app/api. */
export const PATH_PARAMS = {
  id: { kind: "id", about: "The file's id." },
  invite_id: { kind: "id", about: "The invite's id." },
  finding_id: { kind: "id", about: "The finding's id." },
  version_id: { kind: "id", about: "The version's id." },
  user_id: { kind: "id", about: "The id of somebody with access." },
  session_id: { kind: "text", about: "The id of a session." },
  token: { kind: "text", about: "The end of an invite link." },
} as const satisfies Record<string, { kind: "id" | "text"; about: string }>;

export type PathParam = keyof typeof PATH_PARAMS;
/** Those that are ids of rows: whole numbers. */
export type IdParam = {
  [Name in PathParam]: (typeof PATH_PARAMS)[Name]["kind"] extends "id" ? Name : never;
}[PathParam];

const isPathParam = (name: string): name is PathParam => name in PATH_PARAMS;
export const isIdParam = (name: string): name is IdParam =>
  isPathParam(name) && PATH_PARAMS[name].kind === "id";

/** The parameters of a declared path, in order. Throws for one that is not in the table. */
export function paramsOf(path: string): PathParam[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    if (!isPathParam(name)) throw new Error(`{${name}} of ${path} is missing in PATH_PARAMS`);
    return name;
  });
}
