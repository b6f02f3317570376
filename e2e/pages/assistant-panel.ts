import { expect, type Page } from "playwright/test";

/** The panel beside the code, and the problems in it, by the names a screen reader hears. */
export function assistantPanel(page: Page) {
  const region = page.getByRole("region", { name: "Assistant" });
  const rows = region.getByRole("list", { name: "Problems" }).getByRole("listitem");
  return {
    region,
    rows,
    row: (words: string | RegExp) => rows.filter({ hasText: words }),
    applied: region.getByRole("list", { name: "Applied fixes" }),
    log: region.getByRole("log"),
    tab: (name: "Problems" | "Chat") => region.getByRole("tab", { name }),
    squiggles: page.locator(".monaco-editor .sq"),
    /** What is told beside the caret's line. */
    hint: page.locator(".monaco-editor .lens"),
    toast: (words: string) => page.getByRole("status", { name: "Messages" }).getByText(words),
    /** What a toast offers to do. */
    fromToast: (label: string) =>
      page.getByRole("status", { name: "Messages" }).getByRole("button", { name: label }).last().click(),
    async ask(question: string): Promise<void> {
      await region.getByLabel("Ask about this file").fill(question);
      await page.keyboard.press("Enter");
    },
    expectProblems: (...words: (string | RegExp)[]) => expect(rows).toContainText(words, { timeout: 15_000 }),
  };
}
