import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sessionListSchema } from "@/lib/contracts/auth";
import { problemSchema } from "@/lib/contracts/common";
import { fileListSchema } from "@/lib/contracts/files";
import { diagnosticsSchema } from "@/lib/contracts/findings";
import { versionListSchema } from "@/lib/contracts/history";
import type { Refusal } from "@/lib/contracts/live";
import { receivedInviteListSchema } from "@/lib/contracts/sharing";
import { type Answer, call, createFile, getFile } from "@/test-support/api";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { connectStock } from "@/test-support/plain-client";
import { createPeople, type Name, type People, SCENE_TEXT, type Scene, setScene } from "@/test-support/scene";
import { startServer, type TestServer } from "@/test-support/server";

/**
 * I6 from outside: who may do what, over REST (every call about one's own account, files, sharing and findings, in both slash forms) and live. The
 * answers are what the API's description says, written down by hand, not asked of the policy. An invitee's account has
 * an open invite of its own; `removed` was a collaborator.
 */

const WHO = ["owner", "collaborator", "viewer", "invitee", "stranger", "anonymous", "removed"] as const;
type Who = (typeof WHO)[number];

/** In the paths: a session of the member's, the file, somebody else who is a member, whoever asks; an open link, and the invitee's own invite. */
const ANSWERS = `
method path                                        body        owner collab viewer invitee stranger anonym removed
GET    /auth/me                                    -             200    200    200     200      200    401     200
PATCH  /auth/me                                    empty         200    200    200     200      200    401     200
PATCH  /auth/me                                    no-name       422    422    422     422      422    401     422
PATCH  /auth/me                                    no-password   422    422    422     422      422    401     422
GET    /auth/sessions                              -             200    200    200     200      200    401     200
DELETE /auth/sessions/ANOTHERS                     -             404    404    404     404      404    401     404
DELETE /auth/sessions/word                         -             404    404    404     404      404    401     404
DELETE /auth/sessions                              -             204    204    204     204      204    401     204

GET    /files                                      -             200    200    200     200      200    401     200
POST   /files                                      named         201    201    201     201      201    401     201

GET    /files/FILE                                 -             200    200    200     404      404    401     404
HEAD   /files/FILE                                 -             200    200    200     404      404    401     404
GET    /files/FILE/download                        -             200    200    200     404      404    401     404
GET    /files/FILE/sessions                        -             200    200    200     404      404    401     404
PUT    /files/FILE                                 text          200    200    403     404      404    401     404
PUT    /files/FILE                                 named         200    200    403     404      404    401     404
PUT    /files/FILE                                 python        200    200    403     404      404    401     404
PUT    /files/FILE                                 empty         200    200    403     404      404    401     404
PUT    /files/FILE                                 unfit         422    422    403     404      404    401     404
DELETE /files/FILE                                 -             204    403    403     404      404    401     404
PATCH  /files/FILE                                 empty         405    405    405     405      405    405     405

GET    /files/FILE/versions                        -             200    200    200     404      404    401     404
POST   /files/FILE/versions                        label         201    201    403     404      404    401     404
POST   /files/FILE/versions                        unfit         422    422    403     404      404    401     404
GET    /files/FILE/versions/VERSION                -             200    200    200     404      404    401     404
GET    /files/FILE/versions/FOREIGN                -             404    404    404     404      404    401     404
GET    /files/FILE/versions/2147483648             -             404    404    404     404      404    401     404
GET    /files/FILE/versions/word                   -             400    400    400     400      400    401     400
POST   /files/FILE/versions/VERSION/restore        -             200    200    403     404      404    401     404
POST   /files/FILE/versions/FOREIGN/restore        -             404    404    404     404      404    401     404
POST   /files/FILE/versions/word/restore           -             400    400    400     400      400    401     400

GET    /files/FILE/diagnostics                     -             200    200    200     404      404    401     404
GET    /files/FILE/findings                        -             200    200    200     404      404    401     404
PATCH  /files/FILE/findings/FOUND                  dismissed     200    200    403     404      404    401     404
PATCH  /files/FILE/findings/FOUND                  applied       200    200    403     404      404    401     404
PATCH  /files/FILE/findings/FOUND                  unfit         422    422    403     404      404    401     404
PATCH  /files/FILE/findings/2147483647             dismissed     404    404    404     404      404    401     404
PATCH  /files/FILE/findings/2147483648             dismissed     404    404    404     404      404    401     404
PATCH  /files/FILE/findings/word                   dismissed     400    400    400     400      400    401     400
POST   /files/FILE/assist                          review        503    503    503     404      404    401     404
POST   /files/FILE/assist                          unfit         422    422    422     404      404    401     404
PATCH  /files/FILE/assistant                       off           200    403    403     404      404    401     404
PATCH  /files/FILE/assistant                       unfit         422    403    403     404      404    401     404

POST   /files/FILE/invite                          empty         201    403    403     404      404    401     404
POST   /files/FILE/invite                          unfit         422    403    403     404      404    401     404
GET    /files/FILE/invites                         -             200    403    403     404      404    401     404
DELETE /files/FILE/invites/LINK                    -             204    403    403     404      404    401     404
DELETE /files/FILE/invites/2147483647              -             404    404    404     404      404    401     404
DELETE /files/FILE/invites/word                    -             400    400    400     400      400    401     400
DELETE /files/word/invites/LINK                    -             400    400    400     400      400    401     400
DELETE /files/2147483648/invites/word              -             400    400    400     400      400    401     400

GET    /files/FILE/collaborators                   -             200    200    403     404      404    401     404
PATCH  /files/FILE/collaborators/MEMBER            to-viewer     200    403    403     404      404    401     404
PATCH  /files/FILE/collaborators/MEMBER            to-owner      200    403    403     404      404    401     404
PATCH  /files/FILE/collaborators/MEMBER            unfit         422    403    403     404      404    401     404
PATCH  /files/FILE/collaborators/SELF              to-owner      200    403    403     404      404    401     404
PATCH  /files/FILE/collaborators/SELF              to-viewer     409    403    403     404      404    401     404
PATCH  /files/FILE/collaborators/2147483647        to-viewer     404    404    404     404      404    401     404
PATCH  /files/FILE/collaborators/2147483648        to-viewer     404    404    404     404      404    401     404
PATCH  /files/FILE/collaborators/word              to-viewer     400    400    400     400      400    401     400
DELETE /files/FILE/collaborators/MEMBER            -             204    403    403     404      404    401     404
DELETE /files/FILE/collaborators/OWNER             -             409    403    403     404      404    401     404
DELETE /files/FILE/collaborators/SELF              -             409    204    204     404      404    401     404
DELETE /files/FILE/collaborators/2147483647        -             404    404    404     404      404    401     404

GET    /invites                                    -             200    200    200     200      200    401     200
GET    /invites/LINK-TOKEN                         -             200    200    200     200      200    200     200
POST   /invites/LINK-TOKEN/accept                  -             200    200    200     200      200    401     200
GET    /invites/OWN-TOKEN                          -             200    200    200     200      200    200     200
POST   /invites/OWN-TOKEN/accept                   -             403    403    403     200      403    401     403
POST   /invites/received/OWN/accept                -             404    404    404     200      404    401     404
POST   /invites/received/LINK/accept               -             404    404    404     404      404    401     404
POST   /invites/received/word/accept               -             400    400    400     400      400    401     400
DELETE /invites/received/OWN                       -             404    404    404     204      404    401     404
GET    /invites/OVER-TOKEN                         -             410    410    410     410      410    410     410
POST   /invites/OVER-TOKEN/accept                  -             410    410    410     410      410    401     410
GET    /invites/unknown-token                      -             404    404    404     404      404    404     404
POST   /invites/unknown-token/accept               -             404    404    404     404      404    401     404
`;

/** Over Socket.IO (and the plain WebSocket), where who may not join is told one of the close codes. */
const LIVE_ANSWERS = `
action      owner   collab        viewer  invitee  stranger  anonym  removed
join        owner   collaborator  viewer  4404     4404      4401    4403
read        text    text          text    4404     4404      4401    4403
read-plain  text    text          text    4404     4404      4401    4403
edit        stored  stored        denied  4404     4404      4401    4403
show-caret  shown   shown         shown   4404     4404      4401    4403
`;

const BODIES: Record<string, unknown> = {
  "-": undefined,
  empty: {},
  text: { content: "by whoever may" },
  named: { name: "named.txt" },
  python: { language: "python" },
  label: { label: "Ran clean 😀" },
  review: { action: "review" },
  off: { enabled: false },
  unfit: { content: 7, role: "king" },
  "no-name": { username: "" },
  "no-password": { current_password: "not it", new_password: "another long secret" },
  dismissed: { status: "dismissed" },
  applied: { status: "applied" },
  "to-viewer": { role: "viewer" },
  "to-owner": { role: "owner" },
};

interface Row {
  method: string;
  path: string;
  body: string;
  expected: Map<Who, number>;
}

const rowsOf = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split(/\s+/));

const ROWS = rowsOf(ANSWERS).map(toRow);

function toRow([method = "", path = "", body = "", ...statuses]: string[]): Row {
  if (statuses.length !== WHO.length || !(body in BODIES)) throw new Error(`not a row: ${method} ${path}`);
  return { method, path, body, expected: new Map(WHO.map((who, n) => [who, Number(statuses[n])])) };
}

let server: TestServer;
let people: People;
let anothersSession: string;
/** What is found in the scene's text and a version of it, where a row needs them; and a version of another file. */
let found = 0;
let version = 0;
let foreign = 0;
beforeAll(async () => {
  // Without limits: one address asks for everybody.
  server = await startServer({ env: { RATE_LIMITS: "off" } });
  people = await createPeople(server.url);
  const { body } = await call(server.url, "GET", "/auth/sessions", { token: people.member.token });
  anothersSession = sessionListSchema.parse(body).items[0]?.id ?? "";
  foreign = await versionOf(await createFile(server.url, people.owner.token, "other.txt", "other"));
});
afterAll(() => server.stop());

interface Begun {
  scene: Scene;
  /** What the owner saw before anybody did anything. */
  before: unknown[];
}

let untouched: Begun | undefined;

/** A scene in which nothing has happened. What only looks, or is refused, leaves it for the next: making one takes a while. */
async function begin(): Promise<Begun> {
  if (untouched !== undefined) return untouched;
  const scene = await setScene(server.url, people);
  untouched = { scene, before: await stateOf(scene) };
  return untouched;
}

/** From now on it is another's. */
const touch = () => {
  untouched = undefined;
};

const tokenOf = (who: Who) => (who === "anonymous" ? undefined : people[who].token);

function pathIn(scene: Scene, path: string, who: Who): string {
  const names: Record<string, string | number> = {
    FILE: scene.fileId,
    LINK: scene.link.id,
    "LINK-TOKEN": scene.link.token,
    OWN: scene.own.id,
    "OWN-TOKEN": scene.own.token,
    "OVER-TOKEN": scene.over.token,
    OWNER: people.owner.id,
    MEMBER: people.member.id,
    ANOTHERS: anothersSession,
    FOUND: found,
    VERSION: version,
    FOREIGN: foreign,
    SELF: who === "anonymous" ? 1 : people[who].id,
  };
  return path
    .split("/")
    .map((part) => names[part] ?? part)
    .join("/");
}

function ask(scene: Scene, who: Who, { method, path, body }: Row, slash: string): Promise<Answer> {
  const content = BODIES[body];
  const token = tokenOf(who);
  return call(server.url, method, pathIn(scene, path, who) + slash, {
    ...(token === undefined ? {} : { token }),
    ...(content === undefined ? {} : { body: content }),
  });
}

async function findingIn({ fileId }: Scene): Promise<number> {
  const { token } = people.owner;
  const { body } = await call(server.url, "GET", `/files/${fileId}/diagnostics`, { token });
  return diagnosticsSchema.parse(body).items.find(({ fix }) => fix !== null)?.id ?? 0;
}

async function versionOf({ id }: { id: number }): Promise<number> {
  const { token } = people.owner;
  const { body } = await call(server.url, "GET", `/files/${id}/versions`, { token });
  return versionListSchema.parse(body).items[0]?.id ?? 0;
}

/** All that the owner sees of the file. */
async function stateOf({ fileId }: Scene): Promise<unknown[]> {
  const { token } = people.owner;
  const paths = ["", "/collaborators", "/invites", "/versions"];
  const answers = paths.map((part) => call(server.url, "GET", `/files/${fileId}${part}`, { token }));
  return (await Promise.all(answers)).map(({ body }) => body);
}

function expectAnswer(answer: Answer, row: Row, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  expect(answer.headers.has("allow")).toBe(status === 405);
  if (status < 400 || row.method === "HEAD") return;
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(problemSchema.parse(answer.body)).toMatchObject({ type: "about:blank", status });
}

/** Whether an answer without fault means that the scene is no longer as it was. */
const changesScene = ({ method, path }: Row) =>
  method !== "GET" && method !== "HEAD" && /FILE|LINK|OWN|OVER/.test(path);

describe.each(ROWS)("$method $path ($body)", (row) => {
  test.each(WHO)("%s", async (who) => {
    const status = row.expected.get(who) ?? 0;
    for (const slash of ["", "/"]) {
      const { scene } = await begin();
      found = row.path.includes("FOUND") ? await findingIn(scene) : 0;
      version = row.path.includes("VERSION") ? await versionOf({ id: scene.fileId }) : 0;
      const answer = await ask(scene, who, row, slash);
      if (status < 400 && changesScene(row)) touch();
      expectAnswer(answer, row, status);
    }
    if (status < 400) return;
    const { scene, before } = await begin();
    expect(await stateOf(scene)).toEqual(before); // what is refused changes nothing
  });
});

/** What becomes of the action, in the table's words. */
async function act(action: string, who: Who, { fileId }: Scene): Promise<string> {
  const client = connectLive(server.url, fileId, tokenOf(who) ?? {});
  const owner = connectLive(server.url, fileId, people.owner.token);
  try {
    const refused = await client.synced.then(
      () => undefined,
      ({ data }: { data?: Refusal }) => data,
    );
    return refused === undefined ? await outcomeOf(action, client, owner, fileId) : String(refused.code);
  } finally {
    client.close();
    owner.close();
  }
}

/** What a stock provider on the plain WebSocket comes to: the text, or the code it gives up with. */
async function joinPlain(who: Who, { fileId }: Scene): Promise<string> {
  const { provider, text, ended } = connectStock(server.url, fileId, tokenOf(who) ?? "");
  const read = new Promise<string>((resolve) => {
    provider.once("sync", () => resolve(text.toString() === SCENE_TEXT ? "text" : "other"));
  });
  try {
    return await Promise.race([read, ended.then(String)]);
  } finally {
    provider.destroy();
  }
}

async function outcomeOf(action: string, client: LiveClient, owner: LiveClient, fileId: number) {
  switch (action) {
    case "join":
      return client.roles[0] ?? "nothing";
    case "read":
      return client.text.toString() === SCENE_TEXT ? "text" : "other";
    case "edit": {
      const answer = await client.edit((text) => text.insert(0, "live "));
      const { content } = await getFile(server.url, people.owner.token, fileId);
      if ("version" in answer) return content === `live ${SCENE_TEXT}` ? "stored" : "lost";
      return client.denied() === 1 && content === SCENE_TEXT ? "denied" : "let in";
    }
    default: {
      await owner.synced;
      client.show({ cursor: null });
      await vi.waitFor(() => expect(owner.awareness.states.has(client.doc.clientID)).toBe(true));
      return "shown";
    }
  }
}

describe.each(rowsOf(LIVE_ANSWERS))("live: %s", (action, ...answers) => {
  test.each(WHO.map((who, n) => [who, answers[n] ?? ""] as const))("%s: %s", async (who, expected) => {
    const { scene } = await begin();
    if (expected === "stored") touch();
    const outcome = action === "read-plain" ? joinPlain(who, scene) : act(action ?? "", who, scene);
    expect(await outcome).toBe(expected);
  });
});

test("a file that is not one's own, one that is gone and one that never was look all the same", async () => {
  const { scene } = await begin();
  const { token } = people.owner;
  const gone = await createFile(server.url, token, "gone.txt");
  await call(server.url, "DELETE", `/files/${gone.id}`, { token });
  const rows = ROWS.filter(({ method, path }) => path.startsWith("/files/FILE") && method !== "HEAD");
  for (const row of rows.filter(({ expected }) => expected.get("stranger") === 404)) {
    const bodies = new Set<string>();
    for (const fileId of [scene.fileId, gone.id, 2_147_483_000, 2_147_483_648]) {
      bodies.add(JSON.stringify((await ask({ ...scene, fileId }, "stranger", row, "")).body));
    }
    expect([...bodies], `${row.method} ${row.path}`).toHaveLength(1);
  }
});

test("each sees the files that are theirs or shared with them, with the role they have, and no other", async () => {
  const { fileId, own } = (await begin()).scene;
  const role = async (who: Name) => {
    const answer = await call(server.url, "GET", "/files?limit=200", { token: people[who].token });
    return fileListSchema.parse(answer.body).items.find(({ id }) => id === fileId)?.role;
  };
  expect(await role("owner")).toBe("owner");
  expect(await role("collaborator")).toBe("collaborator");
  expect(await role("viewer")).toBe("viewer");
  for (const who of ["invitee", "stranger", "removed"] as const) expect(await role(who)).toBeUndefined();
  const received = async (who: Name) => {
    const answer = await call(server.url, "GET", "/invites", { token: people[who].token });
    return receivedInviteListSchema.parse(answer.body).items.map(({ id }) => id);
  };
  expect(await received("invitee")).toContain(own.id);
  for (const who of ["owner", "collaborator", "viewer", "stranger", "removed"] as const) {
    expect(await received(who)).toEqual([]);
  }
});

test.each(["Bearer x.y.z", "Bearer ", "Basic YTpi"])("%s is nobody", async (authorization) => {
  const { scene } = await begin();
  for (const row of ROWS.filter(({ expected }) => expected.get("anonymous") === 401)) {
    const answer = await call(server.url, row.method, pathIn(scene, row.path, "anonymous"), {
      headers: { authorization },
    });
    expectAnswer(answer, row, 401);
  }
});
