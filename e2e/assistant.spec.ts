import { call, createFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";
import { assistantPanel } from "./pages/assistant-panel";
import { seriousFindings } from "./pages/axe";
import { cutLive } from "./pages/cut-live";
import { editorPage } from "./pages/editor-page";

const CONTENT = "import json\n\n\ndef total(prices):\n    return sum(prise)\n";

test("two people see the problems of a file, fix one, take it back and dismiss one; a viewer only reads", async ({
  signIn,
  server,
}) => {
  const [ada, ben, vic] = [await signIn("find-a"), await signIn("find-b"), await signIn("find-v")];
  const file = await createFile(server.url, ada.account.token, "total.py", CONTENT);
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  await invite(server.url, ada.account.token, file.id, vic.account.token, "viewer");
  const [a, b, v] = [editorPage(ada.page), editorPage(ben.page), editorPage(vic.page)];
  const [pa, pb, pv] = [assistantPanel(ada.page), assistantPanel(ben.page), assistantPanel(vic.page)];
  await Promise.all([a.open(file.id), b.open(file.id), v.open(file.id)]);
  for (const panel of [pa, pb, pv]) {
    await panel.expectProblems(/prise.*F821.*error.*5:16/, /json.*F401.*1:8/);
    await expect(panel.squiggles).toHaveCount(2);
  }
  await expect(pv.region.getByRole("button", { name: /Apply fix|Dismiss/ })).toHaveCount(0);

  // From problem to problem, whatever has the focus, with what is found told beside the line, and its fix by a key.
  await ada.page.keyboard.press("F8");
  await expect(pa.hint).toContainText("json");
  await pa.tab("Problems").focus();
  await ada.page.keyboard.press("Shift+F8");
  await expect(pa.hint).toContainText("prise");
  await ada.page.keyboard.press("F8");
  await expect(pa.hint).toContainText("json");
  await expect(pa.row("json").getByRole("group", { name: "What the fix changes" })).toContainText(
    "import json",
  );
  await ada.page.keyboard.press("Control+.");
  const fixed = CONTENT.replace("import json\n", "");
  await b.expectText(fixed);
  for (const panel of [pa, pb]) await panel.expectProblems(/prise/);
  await expect(pa.toast("Fix applied on line 1")).toBeVisible();

  // Somebody else types meanwhile; only one's own step is taken back.
  await b.toEnd();
  await b.type("# end");
  await a.expectText(`${fixed}# end`);
  await ada.page.keyboard.press("Control+Z");
  await b.expectText(`${CONTENT}# end`);
  for (const panel of [pa, pb]) await panel.expectProblems(/prise/, /json/);
  // The mark moves with the text between two analyses.
  await b.toStart();
  await b.type("\n\n");
  await expect(pa.row("prise")).toContainText("7:16");

  // The list by keys: Delete dismisses for everybody, also after a reload.
  await pb.row("json").getByRole("button", { name: /json/ }).focus();
  await ben.page.keyboard.press("Delete");
  await expect(pb.toast("Problem dismissed for everyone")).toBeVisible();
  await pa.expectProblems(/prise/);
  expect(await seriousFindings(ada.page)).toEqual([]);
  await ada.page.reload();
  await a.ready();
  await pa.expectProblems(/prise/);

  // The panel: as wide as one made it, over a reload too; out of the way by a key.
  const width = async () => (await pa.region.boundingBox())?.width;
  const edge = pa.region.getByRole("separator", { name: "Width of the panel" });
  await edge.focus();
  await ada.page.keyboard.press("ArrowLeft");
  await expect.poll(width).toBe(412);
  await ada.page.reload();
  await a.ready();
  await expect.poll(width).toBe(412);
  await edge.dblclick();
  await expect.poll(width).toBe(392);
  await ada.page.keyboard.press("Control+J");
  await expect(pa.region).toBeHidden();
  await ada.page.keyboard.press("Control+J");

  // With no model, problems are all there is.
  await pa.tab("Problems").focus();
  await ada.page.keyboard.press("ArrowRight");
  await expect(pa.tab("Chat")).toBeFocused();
  await expect(pa.log).toContainText("The assistant has no model yet");
  expect(await seriousFindings(ada.page)).toEqual([]);

  // On a phone problems are a sheet over the code.
  await ada.page.setViewportSize({ width: 390, height: 844 });
  await ada.page
    .getByRole("navigation", { name: "Views" })
    .getByRole("button", { name: /Problems/ })
    .click();
  const sheet = ada.page.getByRole("dialog", { name: "Problems" });
  await expect(sheet.getByRole("listitem")).toContainText([/prise/]);
  expect(await seriousFindings(ada.page)).toEqual([]);
  await ada.page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  // Its keys type where the caret is.
  const keys = ada.page.getByRole("toolbar", { name: "Editing keys" });
  const before = `\n\n${CONTENT}# end`;
  await a.toEnd();
  await keys.getByRole("button", { name: "_" }).click();
  await b.expectText(`${before}_`);
  await keys.getByRole("button", { name: "Undo" }).click();
  await b.expectText(before);
  await keys.getByRole("button", { name: "Redo" }).click();
  await b.expectText(`${before}_`);
  expect([...ada.complaints, ...ben.complaints, ...vic.complaints]).toEqual([]);
});

const CHOICE = 'import json, os\n\n\ndef same(a):\n    return a is "x" or f"y"\n';

test("one of several fixes, one from where one points, taking back, and two who apply the same one", async ({
  signIn,
  server,
}) => {
  const [ada, ben] = [await signIn("fix-a"), await signIn("fix-b")];
  const file = await createFile(server.url, ada.account.token, "same.py", CHOICE);
  await invite(server.url, ada.account.token, file.id, ben.account.token);
  const [a, b] = [editorPage(ada.page), editorPage(ben.page)];
  const [pa, pb] = [assistantPanel(ada.page), assistantPanel(ben.page)];
  const live = await cutLive(ben.page);
  await Promise.all([a.open(file.id), b.open(file.id)]);
  const all = [/F632/, /json/, /os/, /F541/];
  for (const panel of [pa, pb]) await panel.expectProblems(...all);

  // One fix of two problems is no choice; taken back from the toast.
  await ben.page.keyboard.press("F8");
  await expect(pb.hint).toContainText("json");
  await ben.page.keyboard.press("Control+.");
  await a.expectText(CHOICE.replace("import json, os\n", ""));
  for (const panel of [pa, pb]) await panel.expectProblems(/F632/, /F541/);
  await pb.fromToast("Undo");
  await a.expectText(CHOICE);
  for (const panel of [pa, pb]) await panel.expectProblems(...all);

  // Two at the caret are; who applied one is told to both, and only that one may take it back.
  await ben.page.keyboard.press("Shift+F8");
  await expect(pb.hint).toContainText("f-string");
  await ben.page.keyboard.press("Control+.");
  await expect(ben.page.getByRole("menu", { name: "Fixes" }).getByRole("menuitem")).toHaveCount(2);
  await ben.page.keyboard.press("ArrowDown");
  await ben.page.keyboard.press("Enter");
  await a.expectText(CHOICE.replace(" is ", " == "));
  for (const panel of [pa, pb]) {
    await panel.expectProblems(/json/, /os/, /F541/);
    await expect(panel.applied).toContainText(`applied by ${ben.account.username}`);
  }
  await expect(pa.applied.getByRole("button")).toHaveCount(0);
  expect(await seriousFindings(ada.page)).toEqual([]);
  await pb.applied.getByRole("button", { name: "Undo" }).last().click();
  await a.expectText(CHOICE);
  for (const panel of [pa, pb]) await panel.expectProblems(...all);

  // From the hover. What was edited since is not taken back by the row's button.
  const fixed = CHOICE.replace(" is ", " == ");
  await a.code.getByText("is", { exact: true }).hover();
  await ada.page.locator(".monaco-hover").getByText("Apply fix").click();
  await b.expectText(fixed);
  await expect(pa.toast("Fix applied on line 5")).toBeVisible();
  await a.toEnd();
  await a.type("# end");
  await pa.applied.getByRole("button", { name: "Undo" }).click();
  await expect(pa.toast("You have edited since then.")).toBeVisible();
  await a.expectText(`${fixed}# end`);
  await a.focus();
  await ada.page.keyboard.press("Control+Z");
  await ada.page.keyboard.press("Control+Z");
  await b.expectText(CHOICE);
  for (const panel of [pa, pb]) await panel.expectProblems(...all);

  // Both at the same moment: one of the two edits, and the other one is told whose.
  live.hold();
  const apply = (panel: typeof pa) => panel.row("F632").getByRole("button", { name: "Apply fix" }).click();
  await pa.row("F632").hover();
  await apply(pa);
  await a.expectText(fixed);
  await pb.row("F632").hover();
  await apply(pb);
  live.letThrough();
  await expect(pb.toast(`Already applied by ${ada.account.username}.`)).toBeVisible();
  for (const editor of [a, b]) await editor.expectText(fixed);
  await b.toEnd();
  await b.type("# b");
  for (const editor of [a, b]) await editor.expectText(`${fixed}# b`);
  for (const panel of [pa, pb]) await panel.expectProblems(/json/, /os/, /F541/);

  // A file that ends under an open row takes the list along, and nothing else.
  await pb.row("json").getByRole("button", { name: /json/ }).first().click();
  await call(server.url, "DELETE", `/files/${file.id}`, { token: ada.account.token });
  await expect(pb.region).toContainText("No longer checked");
  await pb.tab("Chat").click();
  await pb.tab("Problems").click();
  await ben.page.setViewportSize({ width: 390, height: 844 });
  await expect(ben.page.getByText(`${ada.account.username} deleted this file.`)).toBeVisible();

  // Of a long file not everything is looked for, and that is said.
  const long = await createFile(server.url, ada.account.token, "long.py", "a = 1\n".repeat(10_001));
  await a.open(long.id);
  await expect(pa.region).toContainText("Only the syntax is checked", { timeout: 15_000 });
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
