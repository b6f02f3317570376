import { describe, expect, it } from "vitest";
import { listFilesQuerySchema } from "@/lib/contracts/files";
import { addressOf, type FilesQuery, listParams, readQuery } from "./query";

const QUERIES: FilesQuery[] = [
  { show: "all", q: "" },
  { show: "yours", q: "a&b=c #%" },
  { show: "shared", q: " 100 % " },
];

describe("the files page's query", () => {
  it.each(QUERIES)("goes into the address and back: %j", (query) => {
    const url = new URL(addressOf(query), "http://localhost");
    expect(readQuery(Object.fromEntries(url.searchParams))).toEqual(query);
  });

  it("leaves out what it does not know", () => {
    expect(readQuery({ show: "theirs", q: ["a", "b"] })).toEqual({ show: "all", q: "" });
    expect(readQuery({ q: "x".repeat(1_000) }).q).toHaveLength(200);
  });

  it("asks the API for roles it knows", () => {
    expect(listFilesQuerySchema.parse(listParams({ show: "shared", q: " a " }))).toMatchObject({
      role: ["collaborator", "viewer"],
      q: "a",
    });
    expect(listFilesQuerySchema.parse(listParams({ show: "yours", q: " " }))).toEqual({
      limit: 50,
      role: ["owner"],
    });
    expect(listFilesQuerySchema.safeParse({ role: "owner,nobody" }).success).toBe(false);
  });
});
