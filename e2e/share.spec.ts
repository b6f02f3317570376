import { createFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

test("the link is copied over plain http too, where browsers have no clipboard API", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("plain");
  const file = await createFile(server.url, owner.account.token, "plain.txt", "");
  // What a page from another computer finds; the address of these tests counts as secure.
  await owner.page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }),
  );
  const o = editorPage(owner.page);
  await o.open(file.id);
  const opener = owner.page.getByRole("button", { name: "Share" });
  await opener.click();
  const dialog = owner.page.getByRole("dialog", { name: "Share" });
  await dialog.getByLabel("Role").selectOption("viewer");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const field = dialog.getByLabel("Invite link");
  await expect(field).toBeFocused();
  const link = await field.inputValue();
  await expect(dialog.getByText(/can join as viewer until/)).toBeVisible();
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("status").filter({ hasText: "Link copied." })).toBeVisible();
  await owner.page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await o.focus();
  await owner.page.keyboard.press("Control+V");
  await o.expectText(link);
  expect(owner.complaints).toEqual([]);
});

test("a collaborator sees who has access, and that only the owner makes links", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("sh-own");
  const guest = await signIn("sh-guest");
  const file = await createFile(server.url, owner.account.token, "list.txt", "");
  await invite(server.url, owner.account.token, file.id, guest.account.token);
  const g = editorPage(guest.page);
  await g.open(file.id);
  await guest.page.getByRole("button", { name: "Share" }).click();
  const dialog = guest.page.getByRole("dialog", { name: "Share" });
  const list = dialog.getByRole("list", { name: "People with access" });
  await expect(list.getByRole("listitem").filter({ hasText: owner.account.username })).toContainText("Owner");
  await expect(list.getByRole("listitem").filter({ hasText: guest.account.username })).toContainText("you");
  await expect(dialog.getByText("Only the owner can make links and change roles.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Create link" })).toHaveCount(0);
  expect(guest.complaints).toEqual([]);
});

test("text that was kept aside is offered until it is taken or twice not wanted", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("aside");
  const file = await createFile(server.url, owner.account.token, "aside.txt", "in the file");
  const o = editorPage(owner.page);
  await o.open(file.id);
  // As an earlier visit leaves it (lib/browser/local-memory.ts).
  await owner.page.evaluate(
    ({ accountId, fileId }) =>
      localStorage.setItem(`tandem/${accountId}/${fileId}/recovery/earlier`, "could not go in"),
    { accountId: file.owner_id, fileId: file.id },
  );
  await owner.page.reload();
  await o.ready();
  await expect(owner.page.getByText("Text kept aside.")).toBeVisible();
  const download = owner.page.waitForEvent("download");
  await owner.page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("kept aside.txt");
  await owner.page.getByRole("button", { name: "Discard" }).click();
  await owner.page.getByRole("button", { name: "Discard for good" }).click();
  await expect(owner.page.getByText("Text kept aside.")).toBeHidden();
  await owner.page.reload();
  await o.ready();
  await expect(owner.page.getByText("Text kept aside.")).toBeHidden();
});
