import type { Page } from "playwright/test";
import { createFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

/** Drops text from outside onto the code, near its start. */
const drop = (page: Page, text: string) =>
  page.evaluate((value) => {
    const transfer = new DataTransfer();
    transfer.setData("text/plain", value);
    const element = document.querySelector(".monaco-editor .view-lines");
    const { x = 0, y = 0 } = element?.getBoundingClientRect() ?? {};
    for (const type of ["dragenter", "dragover", "drop"])
      element?.dispatchEvent(
        new DragEvent(type, {
          bubbles: true,
          cancelable: true,
          dataTransfer: transfer,
          clientX: x + 1,
          clientY: y + 10,
        }),
      );
  }, text);

test("a name flag covers no code: beside a line's end, else only a cap that shows it when pointed at", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("flag-a"), await signIn("flag-b")];
  const file = await createFile(server.url, ada.account.token, "flags.txt", "one two\nthree four\nfive six");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  const caret = a.code.locator(".remote-caret");

  await b.toEnd();
  await expect(caret).toHaveClass(/flag-side/);
  await expect(a.flag(ben.account.username)).toBeVisible();
  await expect(a.flag(ben.account.username)).toBeHidden();

  await b.toStart();
  await ben.page.keyboard.press("ArrowDown");
  await ben.page.keyboard.press("ArrowRight");
  await expect(caret).toHaveClass(/flag-cap/);
  await expect(a.flag(ben.account.username)).toBeHidden();
  // The caret may still be gliding to its place: pointed at anew until it is met.
  await expect(async () => {
    const { x = 0, y = 0 } = (await caret.boundingBox()) ?? {};
    await ada.page.mouse.move(x + 60, y + 60);
    await ada.page.mouse.move(x + 1, y + 2);
    await expect(a.flag(ben.account.username)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
});

test("somebody out of sight is a chip at the edge, and one click goes there", async ({ signIn, server }) => {
  const [ada, ben] = [await signIn("chip-a"), await signIn("chip-b")];
  const lines = Array.from({ length: 200 }, (_, n) => `line ${n + 1}`).join("\n");
  const file = await createFile(server.url, ada.account.token, "long.txt", lines);
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await b.toEnd();
  const chip = ada.page.getByRole("button", { name: `${ben.account.username} 200` });
  await chip.click();
  await expect(chip).toHaveCount(0);
  await expect(a.flag(ben.account.username)).toBeVisible();
  await expect(a.code.getByText("line 200")).toBeVisible();
});

test("an input method goes on while others type at the same place", async ({ signIn, server }) => {
  const [ada, ben] = [await signIn("ime-a"), await signIn("ime-b")];
  const file = await createFile(server.url, ada.account.token, "ime.txt", "start ");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);
  await Promise.all([a.toEnd(), b.toEnd()]);
  const keys = await ada.context.newCDPSession(ada.page);
  const compose = (text: string) =>
    keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await compose("n");
  await compose("ni");
  await b.expectText("start ni");
  await b.type("[Ben]");
  await expect.poll(() => a.text()).toContain("[Ben]");
  await compose("nih");
  await keys.send("Input.insertText", { text: "你好" });
  await expect.poll(() => a.text()).toMatch(/^start (你好\[Ben\]|\[Ben\]你好)$/);
  await b.expectText(await a.text());
});

test("what is dragged in goes where it is let go, and with a viewer nowhere", async ({ signIn, server }) => {
  const [owner, viewer] = [await signIn("drop-o"), await signIn("drop-v")];
  const file = await createFile(server.url, owner.account.token, "drop.txt", "text");
  await invite(server.url, owner.account.token, file.id, viewer.account.token, "viewer");
  const [o, v] = [editorPage(owner.page), editorPage(viewer.page)];
  await Promise.all([o.open(file.id), v.open(file.id)]);
  await drop(viewer.page, "no ");
  await drop(owner.page, "one\r\ntwo ");
  await o.expectText("one\ntwo text");
  await v.expectText("one\ntwo text");
  await owner.page.keyboard.press("Control+Z");
  await v.expectText("text");
});

test("keys of the page stay letters in the code, Tab can leave it, and the theme follows the page's", async ({
  signIn,
  server,
}) => {
  const ada = await signIn("keys");
  const file = await createFile(server.url, ada.account.token, "keys.txt", "");
  const a = editorPage(ada.page);
  await a.open(file.id);
  await a.focus();
  await a.type("why? /");
  await a.expectText("why? /");

  const focused = () => ada.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  expect(await focused()).toBe("keys.txt. Ctrl M: Tab moves focus out of the code");
  await ada.page.keyboard.press("Control+M");
  await ada.page.keyboard.press("Tab");
  await expect.poll(focused).not.toContain("keys.txt");

  const ground = () =>
    a.code
      .locator(".monaco-editor-background")
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  const light = await ground();
  await ada.page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(ground).not.toBe(light);
  expect(ada.complaints).toEqual([]);
});
