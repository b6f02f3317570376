import { readFile } from "node:fs/promises";
import type { Page } from "playwright/test";
import { userSchema } from "@/lib/contracts/auth";
import { inviteSchema } from "@/lib/contracts/sharing";
import { call, createFile, getFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

/** What an owner changes in the share dialog, and what the others' open editors make of it. */

async function openShare(page: Page) {
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share" });
  await expect(dialog.getByRole("list", { name: "People with access" })).toBeVisible();
  return dialog;
}

test("a changed role is in force at once and said in words, up to handing the file over", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("role-a"), await signIn("role-b")];
  const file = await createFile(server.url, ada.account.token, "roles.txt", "text");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  const dialog = await openShare(ada.page);
  const role = dialog.getByRole("combobox", { name: `Role of ${ben.account.username}` });

  await role.selectOption("viewer");
  await expect(
    ben.page.getByText(`${ada.account.username} made you a viewer: you can read and follow. Ask`),
  ).toBeVisible();
  await expect(ben.page.getByRole("button", { name: "Share" })).toHaveCount(0);
  await b.toEnd();
  await b.type("nope");
  await role.selectOption("collaborator");
  await expect(
    ben.page.getByText(`${ada.account.username} made you a collaborator: you can edit.`),
  ).toBeVisible();
  await ben.page.getByRole("button", { name: "Dismiss" }).click();
  await b.toEnd();
  await b.type("!");
  await a.expectText("text!");

  await role.focus();
  await role.selectOption("owner");
  await expect(role).toHaveValue("collaborator"); // nothing happens before it is confirmed
  const question = ada.page.getByRole("dialog", { name: "Hand over file" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(role).toBeFocused();
  await role.selectOption("owner");
  await question.getByRole("button", { name: "Hand over" }).click();
  await expect(
    ben.page.getByText(`${ada.account.username} made you the owner: you can share this file`),
  ).toBeVisible();
  await expect(dialog.getByText("Only the owner can make links and change roles.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Create link" })).toHaveCount(0);
  await expect(dialog.getByRole("listitem").filter({ hasText: ben.account.username })).toContainText("Owner");
  const owners = await Promise.all(
    [ada, ben].map(async ({ account }) => (await getFile(server.url, account.token, file.id)).role),
  );
  expect(owners).toEqual(["collaborator", "owner"]);

  const asked = await call(server.url, "GET", "/auth/me", { token: ada.account.token });
  const path = `/files/${file.id}/collaborators/${userSchema.parse(asked.body).id}`;
  await call(server.url, "PATCH", path, { token: ben.account.token, body: { role: "viewer" } });
  await expect(ada.page.getByText(`Ask ${ben.account.username} to let you edit.`)).toBeVisible();
  await expect(dialog).toBeHidden(); // a viewer does not see who has access
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("two choices of a role in quick succession: the last one counts", async ({ signIn, server }) => {
  const [ada, ben] = [await signIn("quick-a"), await signIn("quick-b")];
  const file = await createFile(server.url, ada.account.token, "quick.txt", "");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const a = editorPage(ada.page);
  await a.open(file.id);
  const dialog = await openShare(ada.page);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await ada.page.route("**/collaborators/*", async (route) => {
    await held;
    await route.continue();
  });
  const role = dialog.getByRole("combobox", { name: `Role of ${ben.account.username}` });
  await role.selectOption("viewer");
  await role.selectOption("collaborator");
  await role.selectOption("viewer");
  letGo();
  await expect.poll(async () => (await getFile(server.url, ben.account.token, file.id)).role).toBe("viewer");
  await expect(role).toHaveValue("viewer");
});

test("who is removed is told, keeps what was not sent, and does not come back by an open link", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("rem-a"), await signIn("rem-b")];
  const file = await createFile(server.url, ada.account.token, "removed.txt", "start");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  const live = await cutLive(ben.page);
  await Promise.all([a.open(file.id), b.open(file.id)]);
  live.mute();
  await b.toEnd();
  await b.type(" typed by ben");

  const dialog = await openShare(ada.page);
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Invite link").inputValue();
  await dialog.getByRole("button", { name: `Remove ${ben.account.username}` }).click();
  const question = ada.page.getByRole("dialog", { name: `Remove ${ben.account.username}` });
  await question.getByRole("checkbox", { name: /^Revoke the 2 open links too/ }).check();
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await expect(dialog.getByRole("heading", { name: "People with access" })).toBeFocused();

  await expect(ben.page.getByText(`${ada.account.username} removed you from this file.`)).toBeVisible();
  await expect(ben.page.getByText("Text kept aside.")).toBeVisible();
  const download = ben.page.waitForEvent("download");
  await ben.page.getByRole("button", { name: "Download" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toContain("typed by ben");
  await ben.page.goto(link);
  await expect(ben.page.getByText("It was taken back. Ask the file’s owner for a new one.")).toBeVisible();
  expect((await call(server.url, "GET", `/files/${file.id}`, { token: ben.account.token })).status).toBe(404);
});

test("who comes back to a file deleted meanwhile is told, and keeps what was not sent", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("gone-a"), await signIn("gone-b")];
  const file = await createFile(server.url, ada.account.token, "gone.txt", "start");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const b = editorPage(ben.page);
  const live = await cutLive(ben.page);
  await b.open(file.id);
  await live.cut();
  await b.offline();
  await b.toEnd();
  await b.type(" typed by ben");
  expect((await call(server.url, "DELETE", `/files/${file.id}`, { token: ada.account.token })).status).toBe(
    204,
  );
  await live.mend();
  await expect(ben.page.getByText("No such file, or it is not shared with you.")).toBeVisible();
  const download = ben.page.waitForEvent("download");
  await ben.page.getByRole("button", { name: "Download" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toBe("start typed by ben");
});

test("a collaborator and a viewer leave a file; one's other window says so", async ({ signIn, server }) => {
  const [ada, ben] = [await signIn("leave-a"), await signIn("leave-b")];
  const file = await createFile(server.url, ada.account.token, "left.txt", "text");
  await invite(server.url, ada.account.token, file.id, ben.account.token, "viewer");
  const b = editorPage(ben.page);
  const other = editorPage(await ben.context.newPage());
  await Promise.all([b.open(file.id), other.open(file.id)]);
  await ben.page.getByRole("button", { name: "left.txt" }).click();
  await expect(ben.page.getByRole("menuitem")).toHaveText(["Download", "Leave…"]);
  await ben.page.getByRole("menuitem", { name: "Leave…" }).click();
  await ben.page.getByRole("dialog", { name: "Leave file" }).getByRole("button", { name: "Leave" }).click();
  await expect(ben.page).toHaveURL(/\/$/);
  await expect(ben.page.getByText("You left left.txt.")).toBeVisible();
  await expect(ben.page.getByRole("link", { name: "left.txt" })).toHaveCount(0);
  await expect(other.page.getByText("You left this file.")).toBeVisible();

  // From the share dialog, as a collaborator.
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  await b.open(file.id);
  const dialog = await openShare(ben.page);
  await dialog.getByRole("button", { name: "Leave" }).click();
  await ben.page.getByRole("dialog", { name: "Leave file" }).getByRole("button", { name: "Leave" }).click();
  await expect(ben.page).toHaveURL(/\/$/);
  expect((await call(server.url, "GET", `/files/${file.id}`, { token: ben.account.token })).status).toBe(404);
});

test("links say for whom, for how long and how often used, and are revoked", async ({
  signIn,
  visit,
  server,
}) => {
  const [ada, ben] = [await signIn("links-a"), await signIn("links-b")];
  const file = await createFile(server.url, ada.account.token, "links.txt", "");
  const made = await call(server.url, "POST", `/files/${file.id}/invite`, {
    token: ada.account.token,
    body: { role: "viewer", max_uses: 5 },
  });
  const { token } = inviteSchema.parse(made.body);
  await call(server.url, "POST", `/invites/${token}/accept`, { token: ben.account.token });
  await editorPage(ada.page).open(file.id);
  const dialog = await openShare(ada.page);
  const people = dialog.getByRole("list", { name: "People with access" });
  await expect(people.getByRole("listitem")).toHaveCount(2);
  const links = dialog.getByRole("list", { name: "Open links" }).getByRole("listitem");
  await expect(links).toHaveText([/Viewer link.*ends in 7 days, used 1 of 5 times/]);

  await dialog.getByLabel("Only for (optional)").fill("no address");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("This is no email address. Check it, or leave it out.")).toBeVisible();
  await dialog.getByLabel("Only for (optional)").fill("l-ferrari@example.com");
  await dialog.getByLabel("Ends after").selectOption("1 day");
  await dialog.getByLabel("Can be used").selectOption("Once");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText(/^Only l-ferrari@example\.com can join as collaborator until/)).toBeVisible();
  await expect(links).toHaveText([
    /l-ferrari@example\.com.*collaborator, ends in 1 day, for one use/,
    /Viewer link/,
  ]);
  await dialog.getByRole("button", { name: "Revoke Viewer link" }).click();
  await expect(links).toHaveCount(1);
  const { page } = await visit();
  await page.goto(`/invite/${token}`);
  await expect(page.getByRole("heading", { name: "This invite link no longer works" })).toBeVisible();
  await expect(page.getByText("It was taken back.")).toBeVisible();
});
