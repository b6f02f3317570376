import { call, createFile, getFile, invite } from "@/test-support/api";
import { connectLive } from "@/test-support/live-client";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

test("a viewer reads and follows but cannot edit by any road", async ({ signIn, server }) => {
  const owner = await signIn("own");
  const viewer = await signIn("view", { permissions: ["clipboard-read", "clipboard-write"] });
  const file = await createFile(server.url, owner.account.token, "look.txt", "only to look at");
  await invite(server.url, owner.account.token, file.id, viewer.account.token, "viewer");
  const [o, v] = [editorPage(owner.page), editorPage(viewer.page)];
  await Promise.all([o.open(file.id), v.open(file.id)]);

  // Told once, and whom to ask; who has access is not a viewer's to see.
  const told = viewer.page.getByText(`Ask ${owner.account.username} to let you edit.`);
  await expect(told).toBeVisible();
  await viewer.page.getByRole("button", { name: "Dismiss" }).click();
  await expect(told).toBeHidden();
  await viewer.page.reload();
  await v.ready();
  await expect(told).toBeHidden();
  await expect(viewer.page.getByRole("button", { name: "Share" })).toHaveCount(0);
  await expect(owner.page.getByRole("button", { name: "Share" })).toBeVisible();

  // By keyboard, by paste, by undo.
  await v.focus();
  await v.type("nope");
  await v.paste("pasted");
  await viewer.page.keyboard.press("Control+Z");
  await v.expectText("only to look at");

  // By REST.
  const put = await call(server.url, "PUT", `/files/${file.id}`, {
    token: viewer.account.token,
    body: { content: "x" },
  });
  expect(put.status).toBe(403);

  // By a Yjs client that does not ask the editor.
  const client = connectLive(server.url, file.id, viewer.account.token);
  await client.synced;
  const answer = await client.edit((text) => text.insert(0, "sneaky"));
  expect(answer).toHaveProperty("error.code");
  client.close();

  // And still follows what the owner types.
  await o.toEnd();
  await o.type("!");
  await v.expectText("only to look at!");
  expect((await getFile(server.url, owner.account.token, file.id)).content).toBe("only to look at!");
});
