import { readFile } from "node:fs/promises";
import type { Page } from "playwright/test";
import { userSchema } from "@/lib/contracts/auth";
import { call, createFile, getFile, invite } from "@/test-support/api";
import type { TestServer } from "@/test-support/server";
import { expect, test, type Visitor } from "./fixtures";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

/** One person with two pages of a file in one browser; what they may do changes while one has no live connection. */

async function twoPages(server: TestServer, owner: Visitor, guest: Visitor) {
  const file = await createFile(server.url, owner.account.token, "two.txt", "start\n");
  await invite(server.url, owner.account.token, file.id, guest.account.token);
  const me = await call(server.url, "GET", "/auth/me", { token: guest.account.token });
  const path = `/files/${file.id}/collaborators/${userSchema.parse(me.body).id}`;
  const change = async (method: "PATCH" | "DELETE", body?: object) =>
    expect((await call(server.url, method, path, { token: owner.account.token, body })).status).toBeLessThan(
      300,
    );
  const live = await cutLive(guest.page);
  const away = editorPage(guest.page);
  await away.open(file.id);
  const online = editorPage(await guest.context.newPage());
  await online.open(file.id);
  await live.cut();
  await away.offline();
  return { file, away, online, live, change };
}

async function typeAway(page: ReturnType<typeof editorPage>, words: string) {
  await page.page.bringToFront();
  await page.toEnd();
  await page.type(words);
  await page.expectText(`start\n${words}`);
}

async function keptAside(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  return readFile(await (await download).path(), "utf8");
}

for (const plainHttp of [false, true]) {
  test(`what a page types offline while its person becomes a viewer is offered after a reload${plainHttp ? ", over plain http too" : ""}`, async ({
    signIn,
    server,
  }) => {
    const owner = await signIn("pg-own");
    const guest = await signIn("pg-guest");
    // What a page from another computer finds over plain http; the address of these tests counts as secure.
    if (plainHttp)
      await guest.context.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, "locks", { value: undefined }),
      );
    const { file, away, online, live, change } = await twoPages(server, owner, guest);
    await change("PATCH", { role: "viewer" });
    await expect(online.page.getByText("made you a viewer")).toBeVisible();
    await typeAway(away, "typed away");
    await away.page.reload();
    await away.expectText("start\ntyped away");
    await live.mend();
    await expect(away.page.getByText("Text kept aside.")).toBeVisible({ timeout: 20_000 });
    expect(await keptAside(away.page)).toBe("start\ntyped away");
    await Promise.all([away.expectText("start\n"), online.expectText("start\n")]);
    expect((await getFile(server.url, owner.account.token, file.id)).content).toBe("start\n");
  });
}

test("what a page types offline while its person is removed goes out once they are let in again", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("pg-own");
  const guest = await signIn("pg-guest");
  const { file, away, online, live, change } = await twoPages(server, owner, guest);
  await change("DELETE");
  await expect(online.page.getByRole("link", { name: "Go to your files" })).toBeVisible();
  await typeAway(away, "typed away");
  await invite(server.url, owner.account.token, file.id, guest.account.token);
  await away.page.reload();
  await live.mend();
  await away.saved();
  await away.expectText("start\ntyped away");
  await expect
    .poll(async () => (await getFile(server.url, owner.account.token, file.id)).content)
    .toBe("start\ntyped away");
});
