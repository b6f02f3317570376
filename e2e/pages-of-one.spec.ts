import { createFile, getFile } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

/** One person with two pages of a file in one browser, one of them without a live connection. */

for (const plainHttp of [false, true]) {
  test(`a page goes on with what another could not send, once that one is closed${plainHttp ? ", over plain http too" : ""}`, async ({
    signIn,
    server,
  }) => {
    const ada = await signIn("pages");
    // What a page from another computer finds over plain http; the address of these tests counts as secure.
    if (plainHttp)
      await ada.context.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, "locks", { value: undefined }),
      );
    const file = await createFile(server.url, ada.account.token, "two.txt", "start\n");
    const live = await cutLive(ada.page);
    const away = editorPage(ada.page);
    await away.open(file.id);
    const online = editorPage(await ada.context.newPage());
    await online.open(file.id);
    await live.cut();
    await away.offline();
    await away.page.bringToFront();
    await away.toEnd();
    await away.type("typed away");
    await away.expectText("start\ntyped away");

    await online.page.reload();
    await online.ready();
    await online.expectText("start\n");
    await away.page.close();
    await online.page.reload();
    await online.expectText("start\ntyped away");
    await expect
      .poll(async () => (await getFile(server.url, ada.account.token, file.id)).content)
      .toBe("start\ntyped away");
  });
}
