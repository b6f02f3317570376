import { userSchema } from "@/lib/contracts/auth";
import { type InviteView, inviteSchema } from "@/lib/contracts/sharing";
import { type Account, call, createAccount, createFile, invite } from "./api";

/** Everybody there can be around a file; `removed` was a collaborator, `member` is one that others do things to. */
export const NAMES = ["owner", "collaborator", "viewer", "invitee", "stranger", "removed", "member"] as const;
export type Name = (typeof NAMES)[number];
export type People = Record<Name, Account & { id: number }>;

export async function createPeople(url: string): Promise<People> {
  const create = async (name: Name) => {
    const account = await createAccount(url, name);
    const me = await call(url, "GET", "/auth/me", { token: account.token });
    return { ...account, id: userSchema.parse(me.body).id };
  };
  return {
    owner: await create("owner"),
    collaborator: await create("collaborator"),
    viewer: await create("viewer"),
    invitee: await create("invitee"),
    stranger: await create("stranger"),
    removed: await create("removed"),
    member: await create("member"),
  };
}

/** A file with its people and its invites. */
export interface Scene {
  fileId: number;
  /** For whoever has the link. */
  link: InviteView;
  /** For the invitee alone. */
  own: InviteView;
  /** Taken back. */
  over: InviteView;
}

/** In Python an import that nobody uses: it is found, and can be taken out. */
export const SCENE_TEXT = "import os\n";

/** Makes a file in which everybody is what their name says. */
export async function setScene(url: string, people: People): Promise<Scene> {
  const { token } = people.owner;
  const { id: fileId } = await createFile(url, token, "shared.py", SCENE_TEXT);
  const path = `/files/${fileId}`;
  await Promise.all(
    (["collaborator", "member", "removed", "viewer"] as const).map((name) =>
      invite(url, token, fileId, people[name].token, name === "viewer" ? "viewer" : "collaborator"),
    ),
  );
  await call(url, "DELETE", `${path}/collaborators/${people.removed.id}`, { token });
  const make = async (body: object) =>
    inviteSchema.parse((await call(url, "POST", `${path}/invite`, { token, body })).body);
  const over = await make({});
  await call(url, "DELETE", `${path}/invites/${over.id}`, { token });
  return {
    fileId,
    over,
    link: await make({}),
    own: await make({ email: people.invitee.email, role: "viewer" }),
  };
}
