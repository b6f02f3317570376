import type { Locator, Page } from "playwright/test";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

/** Farther than any of these pages is long. */
const TABS_MAX = 40;

/** Presses Tab until the focus is there, as somebody without a pointer does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let n = 0; n < TABS_MAX; n += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target} is not reached by Tab`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

async function register(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByLabel("Email"));
  await page.keyboard.type(`${name}@example.com`);
  await page.keyboard.press("Tab");
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type("long enough to keep");
  await page.keyboard.press("Enter");
}

test("two people register, make a file, share, join, type and leave without a pointer", async ({ visit }) => {
  const stamp = Date.now() % 1_000_000;
  const [ada, ben] = [await visit(), await visit()];
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];

  await ada.page.goto("/register");
  await register(ada.page, `key-a-${stamp}`);
  await press(ada.page, ada.page.getByRole("button", { name: "New file" }));
  await expect(ada.page.getByRole("dialog", { name: "New file" }).getByLabel("Name")).toBeFocused();
  await ada.page.keyboard.type("keys.py");
  await ada.page.keyboard.press("Enter");
  await a.ready();
  await press(ada.page, ada.page.getByRole("button", { name: "Go to code" }));
  await a.type("a = 1");
  await a.saved();

  // The code is no trap: Ctrl M, and Tab goes on.
  await ada.page.keyboard.press("Control+M");
  await press(ada.page, ada.page.getByRole("button", { name: "Share" }));
  const dialog = ada.page.getByRole("dialog", { name: "Share" });
  await expect(dialog.getByLabel("Role")).toBeFocused();
  await press(ada.page, dialog.getByRole("button", { name: "Create link" }));
  await expect(dialog.getByLabel("Invite link")).toBeFocused();
  const link = await dialog.getByLabel("Invite link").inputValue();
  await press(ada.page, dialog.getByRole("button", { name: "Copy link" }));
  await expect(dialog.getByText(/^Link copied\.|press Ctrl C/)).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.getByRole("button", { name: "Share" })).toBeFocused();

  await ben.page.goto(link);
  await press(ben.page, ben.page.getByRole("link", { name: "Create account" }));
  await register(ben.page, `key-b-${stamp}`);
  await press(ben.page, ben.page.getByRole("button", { name: "Join" }));
  await b.ready();
  await press(ben.page, ben.page.getByRole("button", { name: "Go to code" }));
  await ben.page.keyboard.press("Control+End");
  await b.type("\nb = 2");
  await a.expectText("a = 1\nb = 2");

  // From the code to the bar and out of the file.
  await ben.page.keyboard.press("Shift+F6");
  await press(ben.page, ben.page.getByRole("button", { name: "keys.py" }));
  await ben.page.keyboard.press("End");
  await expect(ben.page.getByRole("menuitem", { name: "Leave…" })).toBeFocused();
  await ben.page.keyboard.press("Enter");
  const question = ben.page.getByRole("dialog", { name: "Leave file" });
  await press(ben.page, question.getByRole("button", { name: "Leave", exact: true }));
  await expect(ben.page.getByText("You left keys.py.")).toBeVisible();
  await expect(ben.page.getByRole("heading", { name: "No files yet" })).toBeVisible();
  await expect(a.people).toBeEmpty();
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
