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
  await expect(page.getByText(/8 characters or more/)).toBeVisible();
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
