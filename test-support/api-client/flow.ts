import { ok } from "@oazapfts/runtime";
import * as api from "./generated";

interface Names {
  owner: string;
  guest: string;
}

/** What the requests of one account carry. */
interface Signed {
  headers: { authorization: string };
}

/**
 * A script as somebody would write it who has the OpenAPI document and nothing else: `generated.ts` is made from it
 * (lib/http/open-api/client.test.ts). Two people share a file and change it, by every call there is. Answers what each
 * saw.
 */
export async function completeFlow(origin: string, fetch: typeof globalThis.fetch, names: Names) {
  Object.assign(api.defaults, { baseUrl: `${origin}${api.servers.server1}`, fetch });
  const owner = await signUp(names.owner);
  const guest = await signUp(names.guest);
  const made = await ok(api.createFile({ name: "shared.py", content: "print(1)\n" }, owner));
  return {
    ...(await joinByName(made.id, names.guest, owner, guest)),
    ...(await joinByLink(made.id, owner, guest)),
    ...(await editTogether(made, owner, guest)),
    ...(await mend(owner)),
    ...(await goBack(owner)),
    ...(await askTheAssistant(made.id, owner, guest)),
    ...(await leaveAndDelete(made.id, owner, guest)),
    ...(await signOut(names.guest, guest)),
    health: [(await ok(api.isLive())).status, (await ok(api.isReady())).status],
    version: (await ok(api.describeApi())).openapi,
  };
}

/** A new account, signed in. */
async function signUp(username: string): Promise<Signed> {
  await ok(api.register({ email: emailOf(username), username, password: passwordOf(username) }));
  const signed = await logIn(username);
  const account = await ok(api.readAccount(signed));
  if (account.username !== username) throw new Error(`signed in as ${account.username}`);
  return signed;
}

async function logIn(username: string): Promise<Signed> {
  const { access_token } = await ok(api.logIn({ email: emailOf(username), password: passwordOf(username) }));
  return { headers: { authorization: `Bearer ${access_token}` } };
}

const emailOf = (username: string) => `${username}@example.com`;
const passwordOf = (username: string) => `correct horse ${username}`;

/** A link raises the role one has. */
async function joinByLink(fileId: number, owner: Signed, guest: Signed) {
  const unused = await ok(api.createInvite(fileId, { role: "viewer" }, owner));
  const invite = await ok(api.createInvite(fileId, { role: "collaborator" }, owner));
  await ok(api.revokeInvite(fileId, unused.id, owner));
  const listed = await ok(api.listInvites(fileId, owner));
  const preview = await ok(api.previewInvite(invite.token));
  const joined = await ok(api.acceptInvite(invite.token, guest));
  const people = await ok(api.listCollaborators(fileId, owner));
  return {
    invites: listed.items.map(({ role }) => role),
    preview: preview.invited_by,
    joined: joined.role,
    people: people.items.map(({ user, role }) => `${user.username} ${role}`),
  };
}

/** Two invites made for the guest's account: one is declined, one accepted. */
async function joinByName(fileId: number, guestName: string, owner: Signed, guest: Signed) {
  const body = { role: "viewer", email: emailOf(guestName) } as const;
  const other = await ok(api.createFile({ name: "other.py" }, owner));
  const declined = await ok(api.createInvite(other.id, body, owner));
  const accepted = await ok(api.createInvite(fileId, body, owner));
  await ok(api.declineInvite(declined.id, guest));
  const received = await ok(api.listReceivedInvites(guest));
  const { role } = await ok(api.acceptReceivedInvite(accepted.id, guest));
  return { received: received.items.map(({ id }) => id === accepted.id), byName: role };
}

async function editTogether(made: api.File, owner: Signed, guest: Signed) {
  const change = { content: "print(1)\nprint(2)\n", base: made.version };
  const changed = await ok(api.updateFile(made.id, change, {}, guest));
  const stale = await api.updateFile(made.id, { content: "" }, { ifMatch: '"0-0"' }, owner);
  const read = await ok(api.readFile(made.id, owner));
  const downloaded = await ok(api.downloadFile(made.id, owner));
  const listed = await ok(api.listFiles({ role: "collaborator" }, guest));
  const inIt = await ok(api.listEditingSessions(made.id, owner));
  return {
    content: [changed.content, read.content, downloaded],
    stale: stale.status,
    listed: listed.items.map(({ name, role }) => `${name} ${role}`),
    inIt: inIt.items.length,
  };
}

/** What is found in a file of one's own: one is dismissed, one is applied. */
async function mend(owner: Signed) {
  const { id } = await ok(api.createFile({ name: "found.py", content: "import os\nimport sys\n" }, owner));
  const diagnosed = await ok(api.diagnoseFile(id, owner));
  const [first, second] = diagnosed.items;
  const dismissed = await ok(api.changeFinding(id, first?.id ?? 0, { status: "dismissed" }, owner));
  const applied = await ok(api.changeFinding(id, second?.id ?? 0, { status: "applied" }, owner));
  const { items } = await ok(api.listFindings(id, owner));
  const { content } = await ok(api.readFile(id, owner));
  return {
    found: diagnosed.items.length,
    became: [dismissed.status, applied.status],
    open: items.length,
    mended: content,
  };
}

/** What a file of one's own was is named, and the text made that again. */
async function goBack(owner: Signed) {
  const made = await ok(api.createFile({ name: "then.py", content: "then\n" }, owner));
  const named = await ok(api.nameVersion(made.id, { label: "Then" }, owner));
  await ok(api.updateFile(made.id, { content: "now\n" }, {}, owner));
  const { items } = await ok(api.listVersions(made.id, {}, owner));
  const read = await ok(api.readVersion(made.id, named.id, owner));
  const restored = await ok(api.restoreVersion(made.id, named.id, owner));
  return { labels: items.map(({ label }) => label), was: [read.content, restored.content] };
}

async function askTheAssistant(fileId: number, owner: Signed, guest: Signed) {
  const events = await ok(api.askAssistant(fileId, { action: "explain" }, guest));
  const off = await ok(api.switchAssistant(fileId, { enabled: false }, owner));
  const on = await ok(api.switchAssistant(fileId, { enabled: true }, owner));
  return { answer: events.includes("event: done"), switched: [off.enabled, on.enabled] };
}

async function leaveAndDelete(fileId: number, owner: Signed, guest: Signed) {
  const { id } = await ok(api.readAccount(guest));
  const lowered = await ok(api.changeRole(fileId, id, { role: "viewer" }, owner));
  const refused = await api.deleteFile(fileId, guest);
  await ok(api.removeCollaborator(fileId, id, guest));
  const left = await api.readFile(fileId, guest);
  await ok(api.deleteFile(fileId, owner));
  const gone = await api.readFile(fileId, owner);
  return { lowered: lowered.role, refused: [refused.status, left.status, gone.status] };
}

/** Renames the account, and signs out: one session by another, all others, this one. */
async function signOut(name: string, guest: Signed) {
  const renamed = await ok(api.updateAccount({ username: `${name}-2` }, guest));
  const second = await logIn(name);
  const { items } = await ok(api.listSessions(second));
  for (const { id, current } of items) if (!current) await ok(api.endSession(id, second));
  const ended = await api.readAccount(guest);
  await ok(api.endOtherSessions(second));
  await ok(api.logOut(second));
  return {
    renamed: renamed.username === `${name}-2`,
    sessions: items.length,
    signedOut: [ended.status, (await api.readAccount(second)).status],
  };
}
