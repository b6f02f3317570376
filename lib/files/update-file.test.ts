import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FileView, fileListSchema, fileSchema } from "@/lib/contracts/files";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { connectLive } from "@/test-support/live-client";
import { seededRandom, testSeed } from "@/test-support/random";
import { startServer, type TestServer } from "@/test-support/server";

/** Files over REST, while people type in them: against the built server. */

let server: TestServer;
let ann: Account;
let bob: Account;
beforeAll(async () => {
  server = await startServer();
  ann = await createAccount(server.url, "ann");
  bob = await createAccount(server.url, "bob");
});
afterAll(() => server.stop());

const put = (fileId: number, body: unknown, headers: Record<string, string> = {}, by = ann) =>
  call(server.url, "PUT", `/files/${fileId}`, { token: by.token, body, headers });

async function putOk(fileId: number, body: unknown, by = ann): Promise<FileView> {
  const answer = await put(fileId, body, {}, by);
  expect(answer.status).toBe(200);
  return fileSchema.parse(answer.body);
}

async function shared(name: string, content: string): Promise<FileView> {
  const file = await createFile(server.url, ann.token, name, content);
  await invite(server.url, ann.token, file.id, bob.token);
  return file;
}

describe("a file", () => {
  test("is made with its text, found where Location says, and guessed by its name", async () => {
    const made = await call(server.url, "POST", "/files/", {
      token: ann.token,
      body: { name: "main.rs", content: "fn main() {}\r\n" },
    });
    expect(made.status).toBe(201);
    const file = fileSchema.parse(made.body);
    expect(file).toMatchObject({ language: "rust", content: "fn main() {}\n", version: 1, role: "owner" });
    expect(made.headers.get("location")).toBe(`/api/v1/files/${file.id}`);
    const got = await call(server.url, "GET", `/files/${file.id}/`, { token: ann.token });
    expect(got.body).toEqual(file);
    expect(got.headers.get("etag")).toBe(made.headers.get("etag"));
    expect(await createFile(server.url, ann.token, "empty")).toMatchObject({
      version: 0,
      content: "",
      language: "plaintext",
    });
  });

  test("gets a new version with each change of its text, and a new tag also with its name", async () => {
    const file = await createFile(server.url, ann.token, "a.txt", "one");
    const tags = new Set<string | null>();
    const tagAfter = async (body: unknown) => {
      const answer = await put(file.id, body);
      expect(answer.status).toBe(200);
      tags.add(answer.headers.get("etag"));
      return fileSchema.parse(answer.body);
    };
    expect(await tagAfter({ content: "two" })).toMatchObject({ version: 2, content: "two" });
    expect(await tagAfter({ name: "b.py" })).toMatchObject({
      version: 2,
      name: "b.py",
      language: "plaintext",
    });
    expect(await tagAfter({ language: "python" })).toMatchObject({ version: 2, language: "python" });
    expect(await tagAfter({ content: "three", name: "c.py" })).toMatchObject({ version: 3, name: "c.py" });
    expect(tags.size).toBe(4);
    expect(await tagAfter({ content: "three", name: "c.py", language: "python" })).toMatchObject({
      version: 3,
    });
    expect(await tagAfter({})).toMatchObject({ version: 3, content: "three" });
    expect(tags.size).toBe(4);
  });

  test("is deleted once, for everyone, and open editors are told", async () => {
    const file = await shared("gone.txt", "text");
    const live = connectLive(server.url, file.id, bob.token);
    await live.synced;
    const ended = new Promise<void>((resolve) => live.socket.once("disconnect", () => resolve()));
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => call(server.url, "DELETE", `/files/${file.id}`, { token: ann.token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
    await ended;
    expect(live.closed()?.code).toBe(4410);
    expect((await put(file.id, { content: "x" })).status).toBe(404);
  });
});

test("the list has each file once, newest change first, in pages that hold while nothing changes", async () => {
  const reader = await createAccount(server.url, "reader");
  const made: FileView[] = [];
  for (let n = 0; n < 7; n += 1) made.push(await createFile(server.url, reader.token, `list_${n}%.txt`, "x"));
  const [first] = made;
  if (first === undefined) throw new Error("nothing was made");
  await call(server.url, "PUT", `/files/${first.id}`, { token: reader.token, body: { content: "changed" } });
  const names: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await call(server.url, "GET", `/files?limit=3&cursor=${cursor}`.replace(/&cursor=$/, ""), {
      token: reader.token,
    });
    const { items, next_cursor } = fileListSchema.parse(page.body);
    names.push(...items.map(({ name }) => name));
    cursor = next_cursor;
  }
  expect(names).toEqual([0, 6, 5, 4, 3, 2, 1].map((n) => `list_${n}%.txt`));
  const found = async (query: string) =>
    fileListSchema.parse((await call(server.url, "GET", `/files/?${query}`, { token: reader.token })).body)
      .items;
  expect(await found("q=LIST_3%25")).toHaveLength(1);
  expect(await found("q=%25")).toHaveLength(7);
  expect(await found("q=list.")).toHaveLength(0);
  expect(await found("role=owner")).toHaveLength(7);
  expect(await found("role=viewer")).toHaveLength(0);
});

describe("PUT", () => {
  test("is seen at once by whoever has the file open, and keeps what they typed since `base`", async () => {
    const file = await shared("merge.txt", "alpha\nbeta\ngamma\n");
    const live = connectLive(server.url, file.id, bob.token);
    await live.synced;
    await live.edit((text) => text.insert(0, "typed "));
    const merged = await putOk(file.id, { content: "alpha\nBETA\ngamma\ndelta\n", base: file.version });
    expect(merged.content).toBe("typed alpha\nBETA\ngamma\ndelta\n");
    await expect.poll(() => live.text.toString()).toBe(merged.content);
    const replaced = await putOk(file.id, { content: "all new\n" });
    expect(replaced.content).toBe("all new\n");
    await expect.poll(() => live.text.toString()).toBe("all new\n");
    live.close();
  });

  test("a base newer than the file is 422, one long ago still merges", async () => {
    const file = await createFile(server.url, ann.token, "base.txt", "0\n");
    for (let n = 1; n <= 30; n += 1) await putOk(file.id, { content: `${n}\n` });
    expect((await put(file.id, { content: "x", base: 32 })).status).toBe(422);
    const merged = await putOk(file.id, { content: "0\nend\n", base: 1 });
    expect(merged.content).toBe("30\nend\n");
    expect((await putOk(file.id, { content: "from nothing", base: 0 })).content).toContain("30\nend\n");
  });

  test("by two people at once keeps the words of both", async () => {
    const file = await shared("two.txt", "start\nend\n");
    const words = Array.from({ length: 10 }, (_, n) => n);
    await Promise.all(
      words.flatMap((n) => [
        putOk(file.id, { content: `start\nann${n}.\nend\n`, base: file.version }, ann),
        putOk(file.id, { content: `start\nbob${n}.\nend\n`, base: file.version }, bob),
      ]),
    );
    const { content } = await getFile(server.url, ann.token, file.id);
    for (const n of words) {
      expect(content.split(`ann${n}.`)).toHaveLength(2);
      expect(content.split(`bob${n}.`)).toHaveLength(2);
    }
  });
});

describe("If-Match", () => {
  test("of 20 who write against one version, one does; the others are told 412 and change nothing", async () => {
    const file = await createFile(server.url, ann.token, "match.txt", "start");
    const tag = (await call(server.url, "GET", `/files/${file.id}`, { token: ann.token })).headers.get(
      "etag",
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => put(file.id, { content: `by ${n}` }, { "if-match": tag ?? "" })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
    const winner = answers.find(({ status }) => status === 200);
    expect(await getFile(server.url, ann.token, file.id)).toEqual(winner?.body);
    expect((await getFile(server.url, ann.token, file.id)).version).toBe(2);
  });

  test("of 10 who rename against one version, one does", async () => {
    const file = await createFile(server.url, ann.token, "name.txt", "text");
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => put(file.id, { name: `n${n}` }, { "if-match": '"1-1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });

  test("what is typed in between counts as a change, what is read does not", async () => {
    const file = await shared("typed.txt", "text");
    const read = await call(server.url, "GET", `/files/${file.id}`, { token: ann.token });
    const tag = { "if-match": read.headers.get("etag") ?? "" };
    expect((await put(file.id, { content: "text" }, tag)).status).toBe(200);
    const live = connectLive(server.url, file.id, bob.token);
    await live.synced;
    await live.edit((text) => text.insert(0, "!"));
    expect((await put(file.id, { content: "text" }, tag)).status).toBe(412);
    expect((await put(file.id, { content: "text", base: file.version }, tag)).status).toBe(412);
    expect((await put(file.id, { name: "typed.md" }, tag)).status).toBe(412);
    expect((await put(file.id, { content: "!text" }, { "if-match": "*" })).status).toBe(200);
    expect((await put(file.id, { content: "!text" }, { "if-match": 'W/"2-1"' })).status).toBe(412);
    expect((await put(file.id, { content: "!text" }, { "if-match": '"9-9", "2-1"' })).status).toBe(200);
    live.close();
  });
});

/** Types words on lines of their own until told to stop; answers those that are stored. */
function typeInto(
  fileId: number,
  random: () => number,
): { stop(): Promise<{ typed: string[]; text: string }> } {
  const live = connectLive(server.url, fileId, bob.token);
  const typed: string[] = [];
  let typing = true;
  const typist = (async () => {
    await live.synced;
    for (let n = 0; typing || n < 5; n += 1) {
      const word = `<bob.${n}>`;
      await live.edit((text) => {
        // Between two lines, so that no PUT finds its own place inside a word.
        const starts = [0, ...[...text.toString().matchAll(/\n/g)].map(({ index }) => index + 1)];
        text.insert(starts[Math.floor(random() * starts.length)] ?? 0, `${word}\n`);
      });
      typed.push(word);
    }
  })();
  return {
    async stop() {
      typing = false;
      await typist;
      const { content } = await getFile(server.url, ann.token, fileId);
      await expect.poll(() => live.text.toString()).toBe(content);
      live.close();
      return { typed, text: content };
    },
  };
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.match(/<[^<>\n]*>/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

describe("I9: 100 PUTs of one person at once, while another types", () => {
  const PUTS = 100;
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n}\n`).join("");
  const withLine = (content: string, word: string, random: () => number): string => {
    const at = content.split("\n");
    at.splice(Math.floor(random() * at.length), 0, word);
    return at.join("\n");
  };

  test("with `base`: every inserted word is there exactly once, and nothing else is touched", async () => {
    const seed = testSeed();
    const random = seededRandom(seed);
    const file = await shared("hundred.txt", lines);
    const typing = typeInto(file.id, random);
    const words = Array.from({ length: PUTS }, (_, n) => `<ann.${n}>`);
    await Promise.all(
      words.map((word) => putOk(file.id, { content: withLine(lines, word, random), base: file.version })),
    );
    const { typed, text } = await typing.stop();
    const expected = [...words, ...typed].map((word): [string, number] => [word, 1]);
    expect([...countWords(text)].sort(), `seed ${seed}`).toEqual(expected.sort());
    expect(text.replace(/<[^<>\n]*>\n?/g, "").replace(/\n+/g, "\n"), `seed ${seed}`).toBe(lines);
  });

  test("with and without `base`: one without makes the text what it says, and what comes after it is there once", async () => {
    const seed = testSeed();
    const random = seededRandom(seed);
    const file = await shared("mixed.txt", lines);
    const typing = typeInto(file.id, random);
    const stored = await Promise.all(
      Array.from({ length: PUTS }, async (_, n) => {
        const based = n % 4 !== 0;
        const word = `<ann.${n}>`;
        const body = { content: withLine(lines, word, random), ...(based ? { base: file.version } : {}) };
        return { word, based, version: (await putOk(file.id, body)).version };
      }),
    );
    const { typed, text } = await typing.stop();
    // Each PUT is one entry of the log: `version` says in which order they came.
    expect(new Set(stored.map(({ version }) => version)).size, `seed ${seed}`).toBe(PUTS);
    const last = Math.max(...stored.filter(({ based }) => !based).map(({ version }) => version));
    const counts = countWords(text);
    for (const { word, version } of stored)
      expect(counts.get(word) ?? 0, `seed ${seed}: ${word} of ${version}, last ${last}`).toBe(
        version >= last ? 1 : 0,
      );
    for (const word of typed) expect(counts.get(word) ?? 0, `seed ${seed}: ${word}`).toBeLessThanOrEqual(1);
    expect(counts.get(typed.at(-1) ?? ""), `seed ${seed}`).toBe(1);
  });
});
