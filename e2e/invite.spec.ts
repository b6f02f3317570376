import { inviteSchema } from "@/lib/contracts/sharing";
import { call, createFile, getFile } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

test("the owner makes a link in the share dialog; a newcomer registers on the way, joins and types", async ({
  signIn,
  visit,
  server,
}) => {
  const owner = await signIn("host", { permissions: ["clipboard-read", "clipboard-write"] });
  const file = await createFile(server.url, owner.account.token, "together.js", "let a = 1;\n");
  const o = editorPage(owner.page);
  await o.open(file.id);
  await owner.page.getByRole("button", { name: "Share" }).click();
  const dialog = owner.page.getByRole("dialog", { name: "Share" });
  await expect(dialog.getByLabel("Role")).toBeVisible();
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("Invite link").inputValue();
  expect(new URL(link).origin).toBe(server.url);
  await dialog.getByRole("button", { name: "Copy link" }).click();
  expect(await owner.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await expect(dialog.getByRole("list", { name: "People with access" })).toContainText(
    owner.account.username,
  );
  await owner.page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  const guest = await visit();
  await guest.page.goto(link);
  await expect(guest.page.getByText("together.js")).toBeVisible();
  await guest.page
    .getByRole("link", { name: /create an account|register|create account/i })
    .first()
    .click();
  const name = `newcomer-${Date.now() % 100_000}`;
  await guest.page.getByLabel("Email").fill(`${name}@example.com`);
  await guest.page.getByLabel("Username").fill(name);
  await guest.page.getByLabel("Password").fill("a long enough secret");
  await guest.page.getByRole("button", { name: "Create account" }).click();
  await guest.page.getByRole("button", { name: "Join" }).click();
  const g = editorPage(guest.page);
  await g.ready();
  await g.toEnd();
  await g.type("let b = 2;");
  await o.expectText("let a = 1;\nlet b = 2;");
  await expect(o.people).toContainText(/N/i);
});

test("links that are unknown or expired say so and offer a way on", async ({ signIn, server }) => {
  const person = await signIn("late");
  await person.page.goto("/invite/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  await expect(person.page.getByText(/no longer works|No such/)).toBeVisible();
  const file = await createFile(server.url, person.account.token, "once.txt");
  const made = await call(server.url, "POST", `/files/${file.id}/invite`, {
    token: person.account.token,
    body: { expires_in: 60, max_uses: 1 },
  });
  const { token } = inviteSchema.parse(made.body);
  const first = await signIn("first-in");
  await first.page.goto(`/invite/${token}`);
  await first.page.getByRole("button", { name: "Join" }).click();
  await editorPage(first.page).ready();
  const second = await signIn("second-in");
  await second.page.goto(`/invite/${token}`);
  await expect(second.page.getByRole("heading", { name: "This invite link no longer works" })).toBeVisible();
  await expect(second.page.getByText("It was used as often as it allowed.")).toBeVisible();
  expect((await getFile(server.url, first.account.token, file.id)).role).toBe("collaborator");
});

test("an invite for another email, and one to a file one has already, say so before anything is pressed", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("inviter");
  const guest = await signIn("invited");
  const file = await createFile(server.url, owner.account.token, "mine.txt");
  const make = async (body: object) => {
    const made = await call(server.url, "POST", `/files/${file.id}/invite`, {
      token: owner.account.token,
      body,
    });
    return inviteSchema.parse(made.body).token;
  };
  const forOther = await make({ email: "somebody@example.com" });
  await guest.page.goto(`/invite/${forOther}`);
  await expect(
    guest.page.getByRole("heading", { name: "This invite is for another email address" }),
  ).toBeVisible();
  await expect(guest.page.getByRole("button", { name: "Join" })).toBeHidden();
  const open = await make({ role: "viewer" });
  await owner.page.goto(`/invite/${open}`);
  await expect(owner.page.getByRole("heading", { name: "You are in mine.txt already" })).toBeVisible();
  // Another account comes back to the same invite.
  await guest.page.goto(`/invite/${open}`);
  await guest.page.getByRole("button", { name: "Use another account" }).click();
  await expect(guest.page).toHaveURL(/\/login\?next=/);
  await guest.page.getByLabel("Email").fill(guest.account.email);
  await guest.page.getByLabel("Password").fill(guest.account.password);
  await guest.page.getByRole("button", { name: "Sign in" }).click();
  await guest.page.getByRole("button", { name: "Join" }).click();
  await editorPage(guest.page).ready();
  expect((await getFile(server.url, guest.account.token, file.id)).role).toBe("viewer");
});
