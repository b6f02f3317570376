import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, call, createAccount, createFile } from "@/test-support/api";
import { connectLive } from "@/test-support/live-client";
import { startServer, type TestServer } from "@/test-support/server";

/** Downloads, against the built server. */

let server: TestServer;
let ann: Account;
beforeAll(async () => {
  server = await startServer();
  ann = await createAccount(server.url, "ann");
});
afterAll(() => server.stop());

const download = (fileId: number) =>
  call(server.url, "GET", `/files/${fileId}/download`, { token: ann.token });

test.each([
  ["one line, no end", "one line, no end"],
  ["", ""],
  ["a\nb\n", "a\nb\n"],
  ["a\r\nb\r\n", "a\r\nb\r\n"],
  ["a\rb\r", "a\rb\r"],
  ["mostly\r\nDOS\r\nbut\n", "mostly\r\nDOS\r\nbut\r\n"],
  ["😀\r\nüber\r\n", "😀\r\nüber\r\n"],
])("%j comes back as %j", async (content, expected) => {
  const { id } = await createFile(server.url, ann.token, "a.txt", content);
  const answer = await download(id);
  expect(answer.status).toBe(200);
  expect(answer.body).toBe(expected);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("the text is what the live editors see now, with the line ends of the text it was given last", async () => {
  const { id } = await createFile(server.url, ann.token, "a.txt", "one\r\ntwo\r\n");
  const page = connectLive(server.url, id, ann.token);
  await page.synced;
  await page.edit((text) => text.insert(0, "zero\n"));
  expect((await download(id)).body).toBe("zero\r\none\r\ntwo\r\n");
  await call(server.url, "PUT", `/files/${id}`, { token: ann.token, body: { content: "one\ntwo\n" } });
  expect((await download(id)).body).toBe("one\ntwo\n");
  page.close();
});

test("the name is the file's, whatever it is, and can be no header of its own", async () => {
  const { id } = await createFile(server.url, ann.token, 'größe "1"/😀; x=y.py');
  const answer = await download(id);
  expect(answer.headers.get("content-disposition")).toBe(
    `attachment; filename="gr__e _1___; x=y.py"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20_1__%F0%9F%98%80%3B%20x%3Dy.py`,
  );
});

test("two megabytes of lines come back in full; HEAD says the same without them", async () => {
  const content = "0123456789abcd\r\n".repeat(131_072);
  const { id } = await createFile(server.url, ann.token, "big.txt", content);
  expect((await download(id)).body).toBe(content);
  const head = await call(server.url, "HEAD", `/files/${id}/download`, { token: ann.token });
  expect(head.status).toBe(200);
  expect(head.body).toBe("");
  expect(head.headers.get("content-disposition")).toContain("big.txt");
});
