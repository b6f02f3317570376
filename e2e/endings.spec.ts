import { call, createFile, getFile, invite } from "@/test-support/api";
import { enterCredentials, expect, test } from "./fixtures";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

/** What people see when a file, a name or a session ends while they are at it. */

test("who has a file open learns at once that it was renamed, and that it was deleted", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("end-a");
  const ben = await signIn("end-b");
  const file = await createFile(server.url, ada.account.token, "old-name.txt", "text");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const b = editorPage(ben.page);
  await b.open(file.id);

  const token = ada.account.token;
  await call(server.url, "PUT", `/files/${file.id}`, {
    token,
    body: { name: "new-name.py", language: "python" },
  });
  await expect(ben.page.getByRole("heading", { name: "new-name.py" })).toBeVisible();
  await expect(ben.page).toHaveTitle("new-name.py · Tandem");
  await expect(ben.page.getByRole("banner").getByText("Python")).toBeVisible();

  expect((await call(server.url, "DELETE", `/files/${file.id}`, { token })).status).toBe(204);
  await expect(ben.page.getByText(`${ada.account.username} deleted this file.`)).toBeVisible();
  await b.offline();
  await ben.page.getByRole("link", { name: "Go to your files" }).click();
  await expect(ben.page).toHaveURL(/\/$/);
  expect(ben.complaints).toEqual([]);
});

test("signed out elsewhere with unsent text: signing in again brings one back and the text goes out", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("out");
  const file = await createFile(server.url, ada.account.token, "kept.txt", "start\n");
  const a = editorPage(ada.page);
  const live = await cutLive(ada.page);
  await a.open(file.id);
  await live.cut();
  await a.offline();
  await a.toEnd();
  await a.type("typed meanwhile");
  const out = await ada.context.request.post("/api/v1/auth/logout", { headers: { origin: server.url } });
  expect(out.status()).toBe(204);
  await live.mend();

  await expect(ada.page.getByText("You are signed out.")).toBeVisible({ timeout: 20_000 });
  await ada.page.getByRole("link", { name: "Sign in" }).click();
  await expect(ada.page).toHaveURL(/\/login\?next=/);
  await ada.page.getByLabel("Email").fill(ada.account.email);
  await ada.page.getByLabel("Password").fill(ada.account.password);
  await ada.page.getByRole("button", { name: "Sign in" }).click();
  await expect(ada.page).toHaveURL(new RegExp(`/files/${file.id}$`));
  await a.ready();
  await a.expectText("start\ntyped meanwhile");
  await expect
    .poll(async () => (await getFile(server.url, ada.account.token, file.id)).content)
    .toBe("start\ntyped meanwhile");
});

test("unsent text of one account is never shown or sent by another on the same browser", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("first");
  const ben = await signIn("second");
  const file = await createFile(server.url, ada.account.token, "apart.txt", "start");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const a = editorPage(ada.page);
  const live = await cutLive(ada.page);
  await a.open(file.id);
  await live.cut();
  await a.offline();
  await a.toEnd();
  await a.type(" of ada");
  await ada.page.goto("/");
  await ada.page.getByRole("button", { name: /account/i }).click();
  await ada.page.getByText("Sign out", { exact: true }).click();
  await expect(ada.page).toHaveURL(/\/login/);
  await live.mend();

  await enterCredentials(ada.page, ben.account);
  await a.open(file.id);
  await a.expectText("start");
  expect((await getFile(server.url, ada.account.token, file.id)).content).toBe("start");
});
