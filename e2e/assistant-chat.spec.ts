import { createFile, invite } from "@/test-support/api";
import { type ModelServer, says, startModelServer } from "@/test-support/model-server";
import { startServer, type TestServer } from "@/test-support/server";
import { expect, test } from "./fixtures";
import { assistantPanel } from "./pages/assistant-panel";
import { seriousFindings } from "./pages/axe";
import { editorPage } from "./pages/editor-page";

const KEY = "sk-key-of-a-test-that-stays-on-the-server";
const CONTENT = "import json\n\n\ndef total(prices):\n    return sum(prise)\n";
/** What no answer may become on the page. */
const HOSTILE =
  "![p](https://evil.example/p.png) [here](https://evil.example) <img src=https://evil.example/i.png>";

const REVIEW = `@@finding {"line":5,"quote":"    return sum(prise)","kind":"bug","severity":"error","title":"\`prise\` is not the parameter"}
It is called \`prices\`.
<<<<<<< SEARCH
    return sum(prise)
=======
    return sum(prices)
>>>>>>> REPLACE
@@end
`;

const withModel = test.extend<object, { model: ModelServer; server: TestServer }>({
  model: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const model = await startModelServer();
      await use(model);
      await model.close();
    },
    { scope: "worker" },
  ],
  server: [
    async ({ model }, use) => {
      const server = await startServer({ env: { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: KEY } });
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

withModel(
  "an answer streams to both as words and nothing else, the other stops it, and the owner switches it off",
  async ({ signIn, server, model }) => {
    const join = async (name: string) => {
      const visitor = await signIn(name);
      return { ...visitor, editor: editorPage(visitor.page), panel: assistantPanel(visitor.page) };
    };
    const [ada, ben] = [await join("chat-a"), await join("chat-b")];
    const people = [ada, ben];
    const file = await createFile(server.url, ada.account.token, "total.py", CONTENT);
    await invite(server.url, ada.account.token, file.id, ben.account.token);
    for (const { editor } of people) await editor.open(file.id);

    // A question about what is selected; the answer is cut off by the other.
    model.script(async (answer) => {
      answer.say(`Look at line 5. ${HOSTILE}`);
      await answer.gone;
    }, says("`prise` is **not** there."));
    await ada.editor.toEnd();
    await ada.page.keyboard.press("Shift+ArrowUp");
    await ada.page.keyboard.press("Control+I");
    await expect(ada.panel.region.getByLabel("Ask about this file")).toBeFocused();
    await ada.page.keyboard.type("Why does `total` fail?");
    await ada.page.keyboard.press("Enter");
    await ben.panel.tab("Chat").click();
    for (const { panel } of people) {
      await expect(panel.log).toContainText("Look at line 5. p here <img src=https://evil.example/i.png>");
      await expect(panel.log).toContainText(`answering ${ada.account.username}`);
      await expect(panel.log.getByRole("button", { name: "total, line 5" })).toBeVisible();
      await expect(panel.log.locator("a, img")).toHaveCount(0);
    }
    expect(await seriousFindings(ada.page)).toEqual([]);
    await expect(ben.panel.region.getByRole("button", { name: "Explain" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await ben.panel.region.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => model.requests[0]?.closedAt ?? null).not.toBeNull();
    for (const { panel } of people) {
      await expect(panel.region.getByRole("button", { name: "Stop" })).toHaveCount(0);
      await expect(panel.log).toContainText(ben.account.username);
    }

    // Asked again by the other, with what it cost; a line that is spoken of is gone to.
    await ben.panel.region.getByRole("button", { name: "Ask again" }).click();
    for (const { panel } of people) {
      await expect(panel.log).toContainText("prise is not there.");
      await expect(panel.log).toContainText("100 tokens in, 20 out");
    }
    await ada.panel.log.getByRole("button", { name: "line 5", exact: true }).click();
    await ada.page.keyboard.press("End");
    await expect(ada.page.getByText("Ln 5, Col 22")).toBeVisible();

    // A fix of the model, as it will be made; once its place has changed it says so, and is not made.
    model.script(says(REVIEW));
    await ben.panel.region.getByRole("button", { name: "Review" }).click();
    for (const { panel } of people)
      await expect(panel.log.getByRole("group", { name: "What the fix changes" })).toContainText(
        "return sum(prices)",
      );
    await ada.editor.toEnd();
    await ada.page.keyboard.press("ArrowUp");
    await ada.page.keyboard.press("End");
    await ada.page.keyboard.press("ArrowLeft");
    await ada.page.keyboard.press("ArrowLeft");
    await ada.page.keyboard.type("t");
    for (const { panel } of people)
      await expect(panel.log).toContainText("The fix no longer fits: line 5 has changed.");
    await ada.page.keyboard.press("Control+.");
    await expect(ada.panel.toast("The fix no longer fits: line 5 has changed.")).toBeVisible();
    await ada.panel.fromToast("Check again");
    await ben.editor.expectText(CONTENT.replace("prise", "priste"));

    // Offline nothing is asked; back again everything is there.
    await ben.context.setOffline(true);
    await ben.editor.offline();
    await expect(ben.panel.region.getByRole("button", { name: "Review" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await ben.context.setOffline(false);
    await ben.editor.saved();
    await expect(ben.panel.region.getByRole("button", { name: "Review" })).not.toHaveAttribute(
      "aria-disabled",
    );

    await ada.panel.region.getByRole("button", { name: "Assistant settings" }).click();
    await ada.page.getByRole("menuitem", { name: "Switch the assistant off for this file" }).click();
    for (const { panel } of people)
      await expect(panel.log).toContainText("The assistant is off for this file");
    await expect(ben.panel.region.getByRole("button", { name: "Assistant settings" })).toHaveCount(0);
    const kept = await ada.page.evaluate(
      () => JSON.stringify({ ...localStorage }) + document.documentElement.outerHTML,
    );
    expect(kept).not.toContain(KEY);
    expect(ada.complaints).toEqual([]); // the other one's browser complains of being offline
  },
);
