import type { Page } from "playwright/test";
import { inviteSchema } from "@/lib/contracts/sharing";
import { call, createFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { seriousFindings } from "./pages/axe";
import { editorPage } from "./pages/editor-page";

/** Every page and dialog, in both themes, wide and narrow, as axe judges them. Motion is off: nothing is half faded in. */

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

const passes = async (page: Page, what: string) => expect.soft(await seriousFindings(page), what).toEqual([]);

for (const look of LOOKS) {
  const options = { ...look, reducedMotion: "reduce" } as const;
  const name = `${look.colorScheme}, ${look.viewport.width} px`;

  test(`axe finds nothing serious on the pages around the editor: ${name}`, async ({
    signIn,
    visit,
    server,
  }) => {
    const [owner, guest] = [await signIn("axe-a", options), await signIn("axe-b", options)];
    const [ownToken, guestToken] = [owner.account.token, guest.account.token];
    const file = await createFile(server.url, ownToken, "stock_sync.py", "a = 1\n");
    const own = await createFile(server.url, guestToken, "notes.md", "");
    const link = async (body: object) => {
      const path = `/files/${file.id}/invite`;
      return inviteSchema.parse((await call(server.url, "POST", path, { token: ownToken, body })).body);
    };
    const { token } = await link({});
    const { token: forOther } = await link({ email: "somebody@example.com" });
    const revoked = await link({});
    await call(server.url, "DELETE", `/files/${file.id}/invites/${revoked.id}`, { token: ownToken });
    await link({ email: guest.account.email, role: "viewer" });

    const nobody = await visit(options);
    for (const path of ["/login", "/register", `/invite/${token}`, `/invite/${revoked.token}`]) {
      await nobody.page.goto(path);
      await passes(nobody.page, path);
    }
    await nobody.page.goto("/login");
    await nobody.page.getByLabel("Email").fill("nobody@example.com");
    await nobody.page.getByLabel("Password").fill("not a password");
    await nobody.page.getByRole("button", { name: "Sign in" }).click();
    await expect(nobody.page.getByText("Email or password is not right.")).toBeVisible();
    await passes(nobody.page, "a wrong password");
    for (const path of [`/invite/${token}`, `/invite/${forOther}`, "/invite/unknown", "/files/2147483000"]) {
      await guest.page.goto(path);
      await passes(guest.page, path);
    }
    await owner.page.goto(`/invite/${token}`);
    await passes(owner.page, "an invite to what one has");

    const { page } = guest;
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Invitations" })).toBeVisible();
    await passes(page, "files with an invitation");
    await page.getByRole("button", { name: "Account" }).click();
    await passes(page, "account menu");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New file" }).click();
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await passes(page, "new file without a name");
    await page.keyboard.press("Escape");
    for (const item of ["Share…", "Rename…", "Delete…"]) {
      await page.getByRole("button", { name: `More for ${own.name}` }).click();
      if (item === "Share…") await passes(page, "row menu");
      await page.getByRole("menuitem", { name: item }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await passes(page, item);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("searchbox").fill("nothing like it");
    await expect(page.getByText("Not found")).toBeVisible();
    await passes(page, "nothing found");

    await page.goto("/account");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await passes(page, "/account");
    await page.goto("/docs");
    await page.getByText("Create a file", { exact: true }).click();
    await expect(page.getByRole("button", { name: "Try it out" })).toBeVisible();
    await passes(page, "/docs with an opened call");
  });

  test(`axe finds nothing serious in the editor and its dialogs: ${name}`, async ({ signIn, server }) => {
    const [owner, guest] = [await signIn("axe-c", options), await signIn("axe-d", options)];
    const file = await createFile(server.url, owner.account.token, "stock_sync.py", "# one\na = 'two'\n");
    await invite(server.url, owner.account.token, file.id, guest.account.token);
    const [o, g] = [editorPage(owner.page), editorPage(guest.page)];
    await Promise.all([o.open(file.id), g.open(file.id)]);
    await g.toEnd();
    await g.type("b = 3");
    await o.expectText("# one\na = 'two'\nb = 3");
    const { page } = owner;
    await passes(page, "editor");
    await page.getByRole("button", { name: "stock_sync.py" }).click();
    await passes(page, "file menu");
    await page.keyboard.press("End");
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Share" }).click();
    const dialog = page.getByRole("dialog", { name: "Share" });
    await dialog.getByRole("button", { name: "Create link" }).click();
    await dialog.getByRole("button", { name: "Copy link" }).click();
    await expect(dialog.getByRole("list", { name: "Open links" })).toBeVisible();
    await passes(page, "share dialog");
    await dialog.getByRole("button", { name: `Remove ${guest.account.username}` }).click();
    await passes(page, "removing somebody");
    await page.keyboard.press("Escape");
    const role = dialog.getByRole("combobox", { name: `Role of ${guest.account.username}` });
    await role.selectOption("owner");
    await passes(page, "handing over");
    await page.keyboard.press("Escape");
    await role.selectOption("viewer");
    await expect(guest.page.getByText(`${owner.account.username} made you a viewer`)).toBeVisible();
    await passes(guest.page, "a viewer's editor");
    await page.keyboard.press("Escape");

    await owner.context.setOffline(true);
    await o.offline();
    await passes(page, "offline");
    await owner.context.setOffline(false);
    await call(server.url, "DELETE", `/files/${file.id}`, { token: owner.account.token });
    await expect(guest.page.getByText("deleted this file.")).toBeVisible();
    await passes(guest.page, "a deleted file");
  });
}
