import { createFile, getFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };

test("two people type at once, at different and at the same places, and end with the same text", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("ada", clipboard);
  const ben = await signIn("ben", clipboard);
  const file = await createFile(server.url, ada.account.token, "shared.txt", "first line\nlast line");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await expect(a.people).toContainText(/B/);

  // Different places, at the same time.
  await Promise.all([a.toStart(), b.toEnd()]);
  await Promise.all([a.type("Ada was here 🎈 "), b.type(" and so was Ben 👩‍💻")]);
  await a.expectText("Ada was here 🎈 first line\nlast line and so was Ben 👩‍💻");
  await b.expectText("Ada was here 🎈 first line\nlast line and so was Ben 👩‍💻");

  // The same place, at the same time: both end with one text that holds every character of each, in each one's order.
  await Promise.all([a.toEnd(), b.toEnd()]);
  await Promise.all([a.type("aaaaaaaaaaaaaaaaaaaa"), b.type("bbbbbbbbbbbbbbbbbbbb")]);
  await Promise.all([a.saved(), b.saved()]);
  await expect.poll(async () => (await a.text()) === (await b.text())).toBe(true);
  const last = (await a.text()).split("👩‍💻")[1] ?? "";
  expect([...last].sort().join("")).toBe("a".repeat(20) + "b".repeat(20));

  // A pasted text with Windows line ends keeps every place right.
  await a.toStart();
  await a.paste("one\r\ntwo\r\nthree\r\n");
  await b.expectText(await a.text());
  await b.toEnd();
  await b.type("END");
  await a.expectText(await b.text());
  await Promise.all([a.saved(), b.saved()]);
  const stored = (await getFile(server.url, ada.account.token, file.id)).content;
  expect(stored).not.toContain("\r");
  expect(stored).toBe(await a.text());
  expect(stored).toMatch(/^one\ntwo\nthree\nAda was here/);
  expect(stored).toMatch(/END$/);

  // A reload, and coming back after everybody left, keep it.
  await ada.page.reload();
  await a.ready();
  await a.expectText(stored);
  await ada.context.close();
  await ben.page.goto("/");
  await b.open(file.id);
  await b.expectText(stored);
  expect(ben.complaints).toEqual([]);
});

test("each sees the other's caret and name, and the caret goes when the other leaves", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("caret-a");
  const ben = await signIn("caret-b");
  const file = await createFile(server.url, ada.account.token, "carets.py", "a = 1\nb = 2\nc = 3\n");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await a.toStart();
  await b.toEnd();
  await b.type("d");
  await expect(a.flag(ben.account.username)).toBeVisible();
  // At a line's end the flag stands beside the caret; in the middle of this line it would cover code.
  await ada.page.keyboard.press("End");
  await a.type("z");
  await expect(b.flag(ada.account.username)).toBeVisible();
  await ben.context.close();
  await expect(a.flag(ben.account.username)).toHaveCount(0);
});

test("undo takes back only one's own edits", async ({ signIn, server }) => {
  const ada = await signIn("undo-a");
  const ben = await signIn("undo-b");
  const file = await createFile(server.url, ada.account.token, "undo.txt", "");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await a.focus();
  await a.type("mine ");
  await b.expectText("mine ");
  await b.toEnd();
  await b.type("yours");
  await a.expectText("mine yours");
  await ada.page.keyboard.press("Control+Z");
  await a.expectText("yours");
  await b.expectText("yours");
  await ada.page.keyboard.press("Control+Z");
  await ada.page.keyboard.press("Control+Z");
  await b.expectText("yours");
  await ada.page.keyboard.press("Control+Shift+Z");
  await a.expectText("mine yours");
  await b.expectText("mine yours");
});
