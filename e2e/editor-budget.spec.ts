import { gzipSync } from "node:zlib";
import { createFile } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { editorPage } from "./pages/editor-page";

/** All JavaScript the browser asks for until the first typed character shows, gzip bytes. */
const SCRIPT_BUDGET = 1.2 * 1024 * 1024;

for (const name of ["budget.ts", "budget.py"]) {
  test(`the editor page keeps its budget for ${name}, asks no other host, and says nothing on the console`, async ({
    signIn,
    server,
    visit,
  }) => {
    const owner = await signIn("budget");
    const file = await createFile(server.url, owner.account.token, name, "x = 1\n");
    // A context of its own: nothing is in its cache yet.
    const fresh = await visit({ storageState: await owner.context.storageState() });
    const scripts = new Map<string, Promise<number>>();
    fresh.context.on("response", (response) => {
      const isScript = /javascript/.test(response.headers()["content-type"] ?? "");
      if (isScript)
        scripts.set(
          response.url(),
          response.body().then((body) => gzipSync(body).length),
        );
    });
    const editor = editorPage(fresh.page);
    await fresh.page.goto(`/files/${file.id}`);
    await expect(editor.code).toBeVisible();
    await editor.focus();
    await fresh.page.keyboard.type("q");
    await expect(editor.code.locator(".view-lines")).toContainText("q");
    const sizes = await Promise.all(scripts.values());
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total, `${Math.round(total / 1024)} KiB in ${sizes.length} scripts`).toBeLessThanOrEqual(
      SCRIPT_BUDGET,
    );
    await editor.saved();
    expect(fresh.complaints).toEqual([]);
  });
}
