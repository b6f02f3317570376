import { readFile } from "node:fs/promises";
import { createFile, getFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

test("a file gets another name and language in the editor, and everyone in it learns it at once", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("menu-a"), await signIn("menu-b")];
  const file = await createFile(server.url, ada.account.token, "draft.txt", "x = 1\n");
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  await Promise.all([a.open(file.id), b.open(file.id)]);

  await ben.page.getByRole("button", { name: "draft.txt" }).click();
  await ben.page.getByRole("menuitem", { name: "Rename…" }).click();
  await expect(ben.page.getByRole("dialog", { name: "Rename" }).getByLabel("Name")).toBeFocused();
  await ben.page.keyboard.press("ControlOrMeta+A");
  await ben.page.keyboard.type("final.py");
  await ben.page.keyboard.press("Enter");
  for (const { page } of [ada, ben]) {
    await expect(page.getByRole("heading", { name: "final.py" })).toBeVisible();
    await expect(page).toHaveTitle("final.py · Tandem");
    await expect(page.getByText("The file is called final.py now.")).toBeVisible();
  }

  // By the first letter, as in any list of choices.
  await ada.page.getByRole("button", { name: "Language: Plain text" }).click();
  await expect(ada.page.getByRole("menuitemradio", { name: "Plain text" })).toBeFocused();
  await ada.page.keyboard.press("p");
  await ada.page.keyboard.press("p");
  await expect(ada.page.getByRole("menuitemradio", { name: "Python" })).toBeFocused();
  await ada.page.keyboard.press("Enter");
  for (const { page } of [ada, ben]) {
    await expect(page.getByRole("button", { name: "Language: Python" })).toBeVisible();
  }
  expect(await getFile(server.url, ada.account.token, file.id)).toMatchObject({
    name: "final.py",
    language: "python",
  });
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});

test("on a phone the language is in the menu of the file", async ({ signIn, server }) => {
  const { page, account } = await signIn("phone", { viewport: { width: 390, height: 844 } });
  const file = await createFile(server.url, account.token, "phone.txt", "");
  await editorPage(page).open(file.id);
  await page.getByRole("button", { name: "phone.txt" }).click();
  await page.getByRole("menuitem", { name: "Change language…" }).click();
  await page.getByRole("menuitemradio", { name: "YAML" }).click();
  await expect.poll(async () => (await getFile(server.url, account.token, file.id)).language).toBe("yaml");
});

test("a download has the line ends the file came with; without a connection, what is on show", async ({
  signIn,
  server,
}) => {
  const { page, account } = await signIn("down");
  const file = await createFile(server.url, account.token, "Grüße 🎈.txt", "one\r\ntwo\r\n");
  const editor = editorPage(page);
  const live = await cutLive(page);
  await editor.open(file.id);
  const download = async () => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Grüße 🎈.txt" }).click();
    await page.getByRole("menuitem", { name: "Download" }).click();
    const done = await waiting;
    return { name: done.suggestedFilename(), text: await readFile(await done.path(), "utf8") };
  };
  expect(await download()).toEqual({ name: "Grüße 🎈.txt", text: "one\r\ntwo\r\n" });
  await live.cut();
  await editor.offline();
  await editor.toEnd();
  await editor.type("three");
  expect(await download()).toEqual({ name: "Grüße 🎈.txt", text: "one\ntwo\nthree" });
});
