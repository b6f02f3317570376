import { createFile } from "@/test-support/api";
import { enterCredentials, expect, test } from "./fixtures";

test("a person registers, makes a file, signs out, and finds it again after signing in", async ({
  visit,
}) => {
  const { page, complaints } = await visit();
  const name = `reg-${Date.now() % 1_000_000}`;
  await page.goto("/");
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/register");
  await page.getByLabel("Email").fill(`${name}@Example.com`);
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Password must have 8 characters or more.")).toBeVisible();
  await expect(page.getByLabel("Password")).toBeFocused();
  await page.getByLabel("Password").fill("long enough to keep");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "New file" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New file" });
  await dialog.getByLabel("Name").fill("hello.py");
  await expect(dialog.getByLabel("Language")).toBeVisible();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/files\/\d+/);
  await expect(page.locator(".monaco-editor").first()).toBeVisible();

  await page.goto("/");
  await expect(page.getByRole("link", { name: "hello.py" })).toBeVisible();
  await page.getByRole("button", { name: /account/i }).click();
  await page.getByText("Sign out", { exact: true }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/");
  await expect(page).toHaveURL(/\/login/);
  await enterCredentials(page, { email: `${name}@example.COM`, password: "long enough to keep" });
  await page.getByRole("link", { name: "hello.py" }).click();
  await expect(page.locator(".monaco-editor").first()).toBeVisible();
  expect(complaints.filter((text) => !/\b(401|422)\b/.test(text))).toEqual([]);
});

test("a wrong password is said in words, and the page one wanted comes after the right one", async ({
  signIn,
  visit,
  server,
}) => {
  const owner = await signIn("wanted");
  const file = await createFile(server.url, owner.account.token, "wanted.txt", "here");
  const { page } = await visit();
  await page.goto(`/files/${file.id}`);
  await expect(page).toHaveURL(/\/login\?/);
  await page.getByLabel("Email").fill(owner.account.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Email or password is not right. Check both and try again.")).toBeVisible();
  await page.getByLabel("Password").fill(owner.account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/files/${file.id}$`));
  // Never to another host.
  await page.goto("/login?next=https://example.org/");
  await expect(page).not.toHaveURL(/example\.org/);
});

test("a file that is not shared with one, and one that is not there, look the same", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("secret");
  const other = await signIn("stranger");
  const file = await createFile(server.url, owner.account.token, "secret.txt", "hidden");
  for (const path of [
    `/files/${file.id}`,
    "/files/2147483000",
    "/files/word",
    "/files/99999999999999999999",
  ]) {
    const answer = await other.page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(other.page.getByText("No such file, or it is not shared with you.")).toBeVisible();
  }
});

test("what is taken is said under its field; a sign-in is sent once however often one presses", async ({
  signIn,
  visit,
}) => {
  const { account } = await signIn("taken");
  const { page } = await visit();
  await page.goto("/register");
  await page.getByLabel("Email").fill(account.email.toUpperCase());
  await page.getByLabel("Username").fill("not taken");
  await page.getByLabel("Password").fill("long enough to keep");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Use letters, digits, _ and - only; no spaces.")).toBeVisible();
  await page.getByLabel("Username").fill(`${account.username}-2`);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("Email is taken.")).toBeVisible();
  await expect(page.getByLabel("Email")).toBeFocused();

  await page.goto("/login");
  let sent = 0;
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/auth/callback/credentials", async (route) => {
    sent += 1;
    await held;
    await route.continue();
  });
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  const button = page.getByRole("button", { name: "Sign in" });
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await page.getByLabel("Password").press("Enter");
  await button.click();
  letGo();
  await expect(page.getByRole("button", { name: "New file" }).first()).toBeVisible();
  expect(sent).toBe(1);
  // Signed in already: the sign-in page has nothing to ask.
  await page.goto("/login");
  await expect(page.getByRole("heading", { name: "Files", exact: true })).toBeVisible();
});
