import { inviteSchema } from "@/lib/contracts/sharing";
import { call, createFile, getFile, invite } from "@/test-support/api";
import { expect, test } from "./fixtures";

test("files are found by name and by whose they are, and the address keeps the question", async ({
  signIn,
  server,
}) => {
  const mei = await signIn("find-a");
  const sam = await signIn("find-b");
  await createFile(server.url, sam.account.token, "pick_route.rs");
  const shared = await createFile(server.url, mei.account.token, "stock_report.sql");
  await invite(server.url, mei.account.token, shared.id, sam.account.token, "viewer");
  const { page } = sam;
  await page.goto("/");
  const rows = page.getByRole("table", { name: "Files" }).getByRole("link");
  await expect(rows).toHaveText([/stock_report\.sql/, /pick_route\.rs/]);
  await page.getByRole("button", { name: "Yours" }).click();
  await expect(rows).toHaveText([/pick_route\.rs/]);
  await page.getByRole("button", { name: "Shared with you" }).click();
  await expect(rows).toHaveText([/stock_report\.sql/]);
  await expect(page.getByRole("cell", { name: "Viewer" })).toBeVisible();
  // The slash goes to the find box from anywhere, and is text inside it.
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Find a file" })).toBeFocused();
  await page.keyboard.type("no/such");
  await expect(page.getByText("No file shared with you has “no/such” in its name.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("searchbox", { name: "Find a file" })).toHaveValue("no/such");
  await page.getByRole("button", { name: "Show all files" }).click();
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(`${server.url}/`);
});

test("a long list comes in pages, and the focus goes on to the first of the new ones", async ({
  signIn,
  server,
}) => {
  const { page, account } = await signIn("many");
  for (let n = 1; n <= 53; n += 1) await createFile(server.url, account.token, `file_${n}.txt`);
  await page.goto("/");
  const links = page.getByRole("table", { name: "Files" }).getByRole("link");
  await expect(links).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(links).toHaveCount(53);
  await expect(page.getByRole("link", { name: "file_3.txt", exact: true })).toBeFocused();
  await expect(page.getByRole("button", { name: "Show more" })).toBeHidden();
});

test("a file is renamed and deleted by the keyboard alone; a viewer is offered neither", async ({
  signIn,
  server,
}) => {
  const owner = await signIn("row-a");
  const viewer = await signIn("row-b");
  const file = await createFile(server.url, owner.account.token, "draft.py");
  await invite(server.url, owner.account.token, file.id, viewer.account.token, "viewer");
  await viewer.page.goto("/");
  await viewer.page.getByRole("button", { name: "More for draft.py" }).click();
  await expect(viewer.page.getByRole("menuitem")).toHaveText(["Open", "Leave…"]);

  const { page } = owner;
  await page.goto("/");
  await page.getByRole("button", { name: "More for draft.py" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem")).toHaveText(["Open", "Share…", "Rename…", "Delete…"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Rename" }).getByLabel("Name")).toBeFocused();
  await page.keyboard.type("final"); // the ending is not selected
  await page.keyboard.press("Enter");
  const more = page.getByRole("button", { name: "More for final.py" });
  await expect(more).toBeFocused();
  expect((await getFile(server.url, owner.account.token, file.id)).name).toBe("final.py");
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).press("Enter");
  await expect(page.getByRole("heading", { name: "No files yet" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Files", exact: true })).toBeFocused();
  await viewer.page.reload();
  await expect(viewer.page.getByRole("heading", { name: "No files yet" })).toBeVisible();
});

test("text files are uploaded; what is no text or too large is named, and the rest goes on", async ({
  signIn,
  server,
}) => {
  const { page, account } = await signIn("upload");
  await page.goto("/");
  const files = [
    { name: "binary.dat", mimeType: "application/octet-stream", buffer: Buffer.from([0xff, 0xfe, 0x00]) },
    { name: "large.txt", mimeType: "text/plain", buffer: Buffer.alloc(2_097_153, "a") },
    { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("# Grüße\r\n") },
  ];
  await page.locator('input[type="file"]').setInputFiles(files);
  const link = page.getByRole("link", { name: "notes.md" });
  await expect(link).toBeVisible();
  await expect(page.getByText("binary.dat: This is no text in UTF-8.")).toBeVisible();
  await expect(page.getByText(/large\.txt: Larger than 2 MB/)).toBeVisible();
  const id = Number((await link.getAttribute("href"))?.split("/").at(-1));
  const made = await getFile(server.url, account.token, id);
  expect(made).toMatchObject({ content: "# Grüße\n", language: "markdown" });
});

test("a file dropped anywhere on the page is uploaded and opened; beside a dialog it is not", async ({
  signIn,
}) => {
  const { page } = await signIn("drop");
  await page.goto("/");
  const drop = (type: string) =>
    page.evaluate((name) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["# dropped\n"], "dropped.md", { type: "text/markdown" }));
      document.body.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));
    }, type);
  await page.getByRole("button", { name: "New file" }).click();
  await drop("dragover");
  await drop("drop");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "No files yet" })).toBeVisible();
  await drop("dragover");
  await expect(page.locator("[data-dropping]")).toBeVisible();
  await drop("drop");
  await expect(page).toHaveURL(/\/files\/\d+$/);
  await expect(page.getByRole("heading", { name: "dropped.md" })).toBeVisible();
});

test("invitations stand above the files, are joined with one press and declined for good", async ({
  signIn,
  server,
}) => {
  const [mei, sam] = [await signIn("inv-a"), await signIn("inv-b")];
  const make = async (name: string, role: string) => {
    const file = await createFile(server.url, mei.account.token, name);
    const made = await call(server.url, "POST", `/files/${file.id}/invite`, {
      token: mei.account.token,
      body: { role, email: sam.account.email },
    });
    return { file, ...inviteSchema.parse(made.body) };
  };
  const [parser, forecast] = [await make("invoice_parser.py", "collaborator"), await make("q4.r", "viewer")];
  const { page } = sam;
  await page.goto("/");
  const rows = page.getByRole("list", { name: "Invitations" }).getByRole("listitem");
  await expect(rows).toContainText([
    `${mei.account.username} invites you to edit invoice_parser.py`,
    `${mei.account.username} invites you to view q4.r`,
  ]);
  await expect(rows.first()).toContainText("7 days left");
  await page.getByRole("button", { name: "Decline q4.r" }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByText("Invitation to q4.r declined.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Files", exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Join invoice_parser.py" }).click();
  await expect(page).toHaveURL(new RegExp(`/files/${parser.file.id}$`));
  await page.goto("/");
  await expect(page.getByRole("link", { name: "invoice_parser.py" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Invitations" })).toHaveCount(0);
  await page.goto(`/invite/${forecast.token}`);
  await expect(page.getByRole("heading", { name: "This invite link no longer works" })).toBeVisible();
});

test("a file is shared and left from its row", async ({ signIn, server }) => {
  const [owner, guest] = [await signIn("rows-a"), await signIn("rows-b")];
  const file = await createFile(server.url, owner.account.token, "row.txt");
  await invite(server.url, owner.account.token, file.id, guest.account.token);
  await owner.page.goto("/");
  await owner.page.getByRole("button", { name: "More for row.txt" }).click();
  await owner.page.getByRole("menuitem", { name: "Share…" }).click();
  const dialog = owner.page.getByRole("dialog", { name: "Share" });
  await dialog.getByRole("combobox", { name: `Role of ${guest.account.username}` }).selectOption("owner");
  await owner.page.getByRole("button", { name: "Hand over" }).click();
  await expect(dialog).toBeHidden();
  await expect(owner.page.getByRole("cell", { name: "Collaborator" })).toBeVisible();
  await expect(owner.page.getByRole("cell", { name: guest.account.username })).toBeVisible(); // whose it is now
  await owner.page.getByRole("button", { name: "More for row.txt" }).click();
  await owner.page.getByRole("menuitem", { name: "Leave…" }).click();
  await owner.page.getByRole("dialog", { name: "Leave file" }).getByRole("button", { name: "Leave" }).click();
  await expect(owner.page.getByRole("heading", { name: "No files yet" })).toBeVisible();
  await expect(owner.page.getByRole("heading", { name: "Files", exact: true })).toBeFocused();
  expect((await getFile(server.url, guest.account.token, file.id)).role).toBe("owner");
});

test("without a connection nothing is lost: the words say so, and the same try works later", async ({
  signIn,
}) => {
  const { page, context } = await signIn("no-net");
  await page.goto("/");
  await page.getByRole("button", { name: "New file" }).click();
  const dialog = page.getByRole("dialog", { name: "New file" });
  await dialog.getByLabel("Name").fill("later.py");
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText("The server cannot be reached.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue("later.py");
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(/\/files\/\d+$/);
});

test("the chosen theme is there from the first paint on, and outlives signing out", async ({ signIn }) => {
  const { page } = await signIn("theme", { colorScheme: "light" });
  await page.goto("/");
  const account = page.getByRole("button", { name: /account/i });
  await account.click();
  await page.getByRole("button", { name: "Dark" }).click();
  await page.keyboard.press("Escape");
  await expect(account).toBeFocused();
  const served = await page.request.get("/");
  expect(await served.text()).toMatch(/<html[^>]*data-theme="dark"/);
  await account.click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
  // Back does not show what was there before.
  await page.goBack();
  await expect(page).toHaveURL(/\/login$/);
});
