import { rm } from "node:fs/promises";
import { createAccount, createFile, getFile, invite } from "@/test-support/api";
import { newDataDir } from "@/test-support/data-dir";
import { startServer } from "@/test-support/server";
import { expect, signInAs, test } from "./fixtures";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

test("edits made offline survive a reload and merge with what others typed meanwhile", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("off-a");
  const ben = await signIn("off-b");
  const file = await createFile(server.url, ada.account.token, "offline.txt", "start\n");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);

  await ada.context.setOffline(true);
  await a.offline();
  await a.toEnd();
  await a.type("written offline\n");
  await expect(ada.page.getByText(/You are offline\. Keep typing/)).toBeVisible();
  await b.toStart();
  await b.type("written online\n");
  await b.saved();
  expect((await getFile(server.url, ada.account.token, file.id)).content).not.toContain("written offline");

  // The page cannot be fetched while offline, so the reload happens on the way back.
  await ada.context.setOffline(false);
  await ada.page.reload();
  await a.ready();
  const merged = "written online\nstart\nwritten offline\n";
  await a.expectText(merged);
  await b.expectText(merged);
  await expect.poll(async () => (await getFile(server.url, ada.account.token, file.id)).content).toBe(merged);
});

test("edits typed while only the live connection is cut are kept over a reload of the page", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("cut-a");
  const file = await createFile(server.url, ada.account.token, "cut.txt", "start\n");
  const a = editorPage(ada.page);
  const live = await cutLive(ada.page);
  await a.open(file.id);
  await live.cut();
  await a.toEnd();
  await a.type("typed without a connection");
  await a.offline();
  await ada.page.reload();
  await a.expectText("start\ntyped without a connection");
  expect((await getFile(server.url, ada.account.token, file.id)).content).toBe("start\n");
  const tryNow = ada.page.getByRole("button", { name: "Try now" });
  await expect(tryNow).toBeVisible();
  live.mendUnheard();
  // Or it has just come back by itself.
  await tryNow
    .or(ada.page.getByRole("status").filter({ hasText: /^Saved$/ }))
    .first()
    .click();
  await a.saved();
  await expect
    .poll(async () => (await getFile(server.url, ada.account.token, file.id)).content)
    .toBe("start\ntyped without a connection");
});

test("the server dies and comes back while a person types: the editor says so and nothing is lost", async ({
  browser,
}) => {
  const dataDir = await newDataDir();
  const first = await startServer({ dataDir });
  const account = await createAccount(first.url, "dies");
  const file = await createFile(first.url, account.token, "dies.txt", "");
  const context = await browser.newContext({ baseURL: first.url });
  const page = await context.newPage();
  await signInAs(context, first.url, account);
  const editor = editorPage(page);
  await editor.open(file.id);
  await editor.focus();
  await editor.type("before ");
  await editor.saved();
  await first.kill();
  await editor.offline();
  await expect(page.getByText(/Reconnecting/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Try now" })).toBeVisible();
  await editor.type("meanwhile ");
  const second = await startServer({ dataDir, env: { PORT: String(first.port) } });
  await expect(page.getByText(/Back online/)).toBeVisible({ timeout: 30_000 });
  await editor.saved();
  await editor.type("after");
  await expect
    .poll(async () => (await getFile(second.url, account.token, file.id)).content)
    .toBe("before meanwhile after");
  await context.close();
  await second.stop();
  await rm(dataDir, { recursive: true, force: true });
});
