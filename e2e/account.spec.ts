import { call, createFile, invite } from "@/test-support/api";
import { enterCredentials, expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

test("by keyboard alone one changes one's username, and the bar says so", async ({ signIn }) => {
  const { page, account, complaints } = await signIn("renamed");
  await page.goto("/");
  await page.getByRole("button", { name: /^Account:/ }).focus();
  await page.keyboard.press("Enter");
  for (let n = 0; n < 4; n += 1) await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Account", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole("heading", { name: "Account", exact: true })).toBeVisible();
  const field = page.getByLabel("Username");
  await expect(page.getByRole("button", { name: "Change username" })).toBeEnabled();
  await field.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("not a name");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Use letters, digits, _ and - only; no spaces.")).toBeVisible();
  await expect(field).toBeFocused();
  const username = `${account.username}-2`;
  await page.keyboard.type(username); // what was wrong is selected
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `Account: ${username}` })).toBeVisible();
  await expect(field).toHaveValue(username);
  expect(complaints).toEqual([]);
});

test("a new username shows at the caret, among People and in one's own bar, with nobody coming back", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("name-a"), await signIn("name-b")];
  const file = await createFile(server.url, ada.account.token, "names.txt", "text");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await b.toEnd();
  await expect(a.flag(ben.account.username)).toBeVisible();
  const body = { username: `b-${ben.account.username}`.slice(0, 32) };
  await call(server.url, "PATCH", "/auth/me", { token: ben.account.token, body });
  await expect(a.flag(body.username)).toBeVisible({ timeout: 2_000 });
  await expect(a.people.getByRole("button", { name: body.username })).toBeVisible();
  await expect(ben.page.getByRole("button", { name: `Account: ${body.username}` })).toBeVisible();
  await b.type("!");
  await a.expectText("text!");
});

test("a new password signs out every other browser at once, and only that one opens the door from then on", async ({
  signIn,
  visit,
  server,
}) => {
  const { page, account } = await signIn("secretive");
  const file = await createFile(server.url, account.token, "open.txt", "text\n");
  const other = await visit();
  await enterCredentials(other.page, account);
  const editor = editorPage(other.page);
  await editor.open(file.id);

  await page.goto("/account");
  const [current, next] = [page.getByLabel("Current password"), page.getByLabel("New password")];
  const change = page.getByRole("button", { name: "Change password" });
  await change.click();
  await expect(page.getByText("Enter your current password.")).toBeVisible();
  await current.fill("not the password");
  await next.fill("Password1");
  await change.click();
  await expect(page.getByText("New password is one of the commonly used ones.")).toBeVisible();
  await next.fill("a new long secret");
  await change.click();
  await expect(page.getByText("Current password is not right.")).toBeVisible();
  await expect(next).toHaveValue("a new long secret");
  await current.fill(account.password);
  await change.click();
  await expect(page.getByText("Password changed. You are signed out everywhere else.")).toBeVisible();
  await expect(current).toHaveValue("");
  await expect(page.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(1);

  await expect(other.page.getByText("You are signed out.")).toBeVisible();
  await other.context.clearCookies();
  await enterCredentials(other.page, { email: account.email, password: "a new long secret" });
});

test("one sees where one is signed in, and ends one session, then all others", async ({
  signIn,
  visit,
  server,
}) => {
  const { page, account } = await signIn("everywhere");
  const other = await visit();
  await enterCredentials(other.page, account);
  await page.goto("/account");
  const sessions = page.getByRole("list", { name: "Sessions" });
  // The account's token, the other browser, and this one, which comes first.
  await expect(sessions.getByRole("listitem")).toHaveText([
    /^Chrome on \w+this oneLast used just now, signed in just now/,
    /^Chrome on /,
    /^Program: node/,
  ]);
  await sessions.getByRole("button", { name: /^Sign out Chrome on \w+, signed in on / }).click();
  await expect(page.getByText("The other browser is signed out.")).toBeVisible();
  await expect(sessions.getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeFocused();
  await other.page.goto("/");
  await expect(other.page).toHaveURL(/\/login/);
  expect((await call(server.url, "GET", "/auth/me", { token: account.token })).status).toBe(200);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("You are signed out everywhere else.")).toBeVisible();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Sign out everywhere else" })).toBeHidden();
  expect((await call(server.url, "GET", "/auth/me", { token: account.token })).status).toBe(401);
  await sessions.getByRole("button", { name: "Sign out this browser" }).click();
  await expect(page).toHaveURL(/\/login/);
});
