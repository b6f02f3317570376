import { expect, type Locator, type Page } from "playwright/test";

/** A try to come back may wait 10 s for its turn, and as long for its answer. */
const RETURN_LIMIT_MS = 25_000;

/** The editor as a person meets it: by the names a screen reader hears, and Monaco's own lines. */
export function editorPage(page: Page) {
  const code = page.locator(".monaco-editor").first();
  return {
    page,
    code,
    status: page
      .getByRole("status")
      .filter({ hasText: /^(Saved|Saving…|Offline)$/ })
      .first(),
    people: page.getByRole("region", { name: "People" }),

    async open(fileId: number): Promise<void> {
      await page.goto(`/files/${fileId}`);
      await this.ready();
    },
    async ready(): Promise<void> {
      await expect(code).toBeVisible();
      await this.saved();
    },
    saved: () =>
      expect(
        page
          .getByRole("status")
          .filter({ hasText: /^Saved$/ })
          .first(),
      ).toBeVisible({ timeout: RETURN_LIMIT_MS }),
    offline: () =>
      expect(
        page
          .getByRole("status")
          .filter({ hasText: /^Offline$/ })
          .first(),
      ).toBeVisible(),

    async focus(): Promise<void> {
      await code.locator(".view-lines").click();
    },
    async toStart(): Promise<void> {
      await this.focus();
      await page.keyboard.press("Control+Home");
    },
    async toEnd(): Promise<void> {
      await this.focus();
      await page.keyboard.press("Control+End");
    },
    /** Types key by key, as a person does. */
    type: (text: string, delay = 12) => page.keyboard.type(text, { delay }),
    /** Puts text on the clipboard and pastes it; the context needs the clipboard permissions. */
    async paste(text: string): Promise<void> {
      await page.evaluate((value) => navigator.clipboard.writeText(value), text);
      await page.keyboard.press("Control+V");
    },
    /** The lines on show, top to bottom. Only for texts that fit the window. */
    text: () => shownText(code),
    expectText: (text: string) => expect.poll(() => shownText(code), { timeout: 15_000 }).toBe(text),
    /** A remote person's name flag. */
    flag: (name: string) => code.locator(".remote-flag", { hasText: name }),
  };
}

export type EditorPage = ReturnType<typeof editorPage>;

async function shownText(code: Locator): Promise<string> {
  const lines = await code.locator(".view-lines > .view-line").evaluateAll((elements) =>
    elements.map((element) => ({
      top: Number.parseFloat(element instanceof HTMLElement ? element.style.top : "0"),
      text: (element.textContent ?? "").replaceAll("\u00a0", " "),
    })),
  );
  return lines
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text)
    .join("\n");
}
