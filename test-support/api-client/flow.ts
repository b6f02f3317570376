import { ok } from "@oazapfts/runtime";
import * as api from "./generated";

interface Names {
  owner: string;
  guest: string;
}

/**
 * A script as somebody would write it who has the OpenAPI document and nothing else: `generated.ts` is made from it
 * (lib/http/open-api/client.test.ts). Two people share a file and change it. Answers what each saw.
 */
export async function completeFlow(origin: string, fetch: typeof globalThis.fetch, names: Names) {
  Object.assign(api.defaults, { baseUrl: `${origin}${api.servers.server1}`, fetch });
  const owner = await signUp(names.owner);
  const guest = await signUp(names.guest);
  const made = await ok(api.createFile({ name: "shared.py", content: "print(1)\n" }, owner));
  const invite = await ok(api.createInvite(made.id, { role: "collaborator" }, owner));
  const preview = await ok(api.previewInvite(invite.token));
  const joined = await ok(api.acceptInvite(invite.token, guest));
  const people = await ok(api.listCollaborators(made.id, owner));
  const change = { content: "print(1)\nprint(2)\n", base: made.version };
  const changed = await ok(api.updateFile(joined.file_id, change, {}, guest));
  const stale = await api.updateFile(made.id, { content: "" }, { ifMatch: '"0-0"' }, owner);
  const read = await ok(api.readFile(made.id, owner));
  const listed = await ok(api.listFiles({ role: "collaborator" }, guest));
  const refused = await api.deleteFile(made.id, guest);
  await ok(api.deleteFile(made.id, owner));
  const gone = await api.readFile(made.id, guest);
  await ok(api.logOut(guest));
  const signedOut = await api.readAccount(guest);
  const health = [await ok(api.isLive()), await ok(api.isReady())];
  const document = await ok(api.describeApi());
  return {
    preview: preview.invited_by,
    people: people.items.map(({ user, role }) => `${user.username} ${role}`),
    content: [changed.content, read.content],
    listed: listed.items.map(({ name, role }) => `${name} ${role}`),
    refused: [stale.status, refused.status, gone.status, signedOut.status],
    health: health.map(({ status }) => status),
    version: document.openapi,
  };
}

/** A new account; answers what its requests carry. */
async function signUp(username: string) {
  const email = `${username}@example.com`;
  const password = `correct horse ${username}`;
  await ok(api.register({ email, username, password }));
  const { access_token } = await ok(api.logIn({ email, password }));
  const headers = { authorization: `Bearer ${access_token}` };
  const account = await ok(api.readAccount({ headers }));
  if (account.username !== username) throw new Error(`signed in as ${account.username}`);
  return { headers };
}
