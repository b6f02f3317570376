import { type Browser, type BrowserContext, test as base, expect, type Page } from "playwright/test";
import { type Account, createAccount } from "@/test-support/api";
import { csrfSchema } from "@/test-support/browser-session";
import { startServer, type TestServer } from "@/test-support/server";

export interface Visitor {
  account: Account;
  context: BrowserContext;
  page: Page;
  /** Console errors and warnings, page errors, and requests to any other host. A test that expects none checks it. */
  complaints: string[];
}

interface WorkerFixtures {
  server: TestServer;
}

interface TestFixtures {
  /** A new account, signed in, in a browser context of its own whose page is still empty. */
  signIn: (name: string, options?: Parameters<Browser["newContext"]>[0]) => Promise<Visitor>;
  /** A browser context of its own with nobody signed in. */
  visit: (options?: Parameters<Browser["newContext"]>[0]) => Promise<Omit<Visitor, "account">>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  visit: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: server.url, ...options });
      contexts.push(context);
      const page = await context.newPage();
      return { context, page, complaints: listen(page, server.url) };
    });
    for (const context of contexts) await context.close();
  },
  signIn: async ({ visit, server }, use) => {
    await use(async (name, options) => {
      const account = await createAccount(server.url, name);
      const visitor = await visit(options);
      await signInAs(visitor.context, server.url, account);
      return { account, ...visitor };
    });
  },
});

/** What the sign-in page asks of the server, without the page: loading it costs more than many a test. */
export async function signInAs(
  { request }: BrowserContext,
  origin: string,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const { csrfToken } = csrfSchema.parse(await (await request.get("/api/auth/csrf")).json());
  const answer = await request.post("/api/auth/callback/credentials", {
    headers: { origin },
    form: { csrfToken, json: "true", email, password },
  });
  expect(answer.ok(), `signing in as ${email} answered ${answer.status()}`).toBe(true);
}

/** Fills in the sign-in page and waits for the files page. */
export async function enterCredentials(
  page: Page,
  account: { email: string; password: string },
): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "New file" }).first()).toBeVisible();
}

function listen(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  const own = new URL(origin).host;
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const foreign = ["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.host !== own;
    if (foreign) complaints.push(`request to ${url.host}`);
  });
  return complaints;
}

export { expect };
