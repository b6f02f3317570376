import type { Page } from "playwright/test";
import { expect, test } from "./fixtures";

/** The call with this summary, opened. */
async function openCall(page: Page, summary: string) {
  await page.getByText(summary, { exact: true }).click();
  const call = page.locator(".opblock").filter({ hasText: summary });
  await expect(call.getByText("Who may:")).toBeVisible();
  return call;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`one logs in on the API reference and tries calls, in ${colorScheme}`, async ({
    visit,
    signIn,
  }, info) => {
    const { account } = await signIn("reader");
    const { page, complaints } = await visit({ colorScheme });
    await page.goto("/docs");
    await expect(page).toHaveTitle(/^API reference/);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1, name: "API reference" })).toBeVisible();

    await page.getByRole("button", { name: "Authorize" }).click();
    const login = page.locator(".auth-container").filter({ hasText: "OAuth2, password" });
    await login.getByLabel("username:").fill(account.email);
    await login.getByLabel("password:").fill(account.password);
    await page.screenshot({ path: info.outputPath("log-in.png") });
    await login.getByRole("button", { name: "Authorize" }).click();
    await expect(login.getByRole("button", { name: "Logout" })).toBeVisible();
    await page.getByRole("button", { name: "Close" }).first().click();

    const me = await openCall(page, "Read one's own account");
    await me.getByRole("button", { name: "Try it out" }).click();
    await me.getByRole("button", { name: "Execute" }).click();
    await expect(me.locator(".live-responses-table").getByText(account.username).first()).toBeVisible();
    await page.screenshot({ path: info.outputPath("tried.png"), fullPage: true });
    expect(complaints).toEqual([]);
  });
}

test("whoever is signed in tries calls as themselves; on a phone nothing sticks out", async ({ signIn }) => {
  const { page, account, complaints } = await signIn("phone", { viewport: { width: 390, height: 844 } });
  await page.goto("/docs");
  const me = await openCall(page, "Read one's own account");
  await me.getByRole("button", { name: "Try it out" }).click();
  await me.getByRole("button", { name: "Execute" }).click();
  await expect(me.locator(".live-responses-table").getByText(account.username).first()).toBeVisible();
  const sticksOut = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sticksOut).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});

test("no other page loads it", async ({ signIn }) => {
  const { page } = await signIn("other");
  const reading: Promise<string[]>[] = [];
  page.on("response", (response) => {
    if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return;
    reading.push(response.text().then((text) => (text.includes("swagger-ui") ? [response.url()] : [])));
  });
  /** What the page loaded of it; read before the next page is asked for, which would end the reading. */
  const loadedBy = async (path: string) => {
    await page.goto(path, { waitUntil: "networkidle" });
    return (await Promise.all(reading.splice(0))).flat();
  };
  for (const path of ["/", "/login"]) expect(await loadedBy(path), path).toEqual([]);
  expect(await loadedBy("/docs")).not.toEqual([]);
});
