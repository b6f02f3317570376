import { inviteSchema } from "@/lib/contracts/sharing";
import { call, createFile } from "@/test-support/api";
import { expect, test } from "./fixtures";

/** Every page, in both themes, wide and narrow: nothing sticks out, nothing complains, and the policy is strict. */

const SIZES = [
  { name: "wide", viewport: { width: 1440, height: 900 } },
  { name: "narrow", viewport: { width: 390, height: 844 } },
  // A small phone, and a wide window at 400 %.
  { name: "tiny", viewport: { width: 320, height: 640 } },
];

for (const { name, viewport } of SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`every page fits ${name} in ${colorScheme}`, async ({ signIn, visit, server }, info) => {
      const owner = await signIn("looks", { viewport, colorScheme });
      const file = await createFile(
        server.url,
        owner.account.token,
        "a_rather_long_file_name_for_a_phone.sql",
        "select 1;\n",
      );
      const made = await call(server.url, "POST", `/files/${file.id}/invite`, {
        token: owner.account.token,
        body: {},
      });
      const { token } = inviteSchema.parse(made.body);
      const guest = await visit({ viewport, colorScheme });
      const pages = [
        { visitor: guest, path: "/login", shows: "Sign in" },
        { visitor: guest, path: "/register", shows: "Create account" },
        { visitor: guest, path: `/invite/${token}`, shows: "a_rather_long" },
        { visitor: guest, path: "/docs", shows: "Create an account" },
        { visitor: owner, path: "/", shows: "a_rather_long" },
        { visitor: owner, path: "/account", shows: "Where you are signed in" },
        { visitor: owner, path: `/files/${file.id}`, shows: "Saved" },
        { visitor: owner, path: "/files/2147483000", shows: "No such file" },
      ];
      for (const { visitor, path, shows } of pages) {
        const answer = await visitor.page.goto(path);
        await expect(visitor.page.getByText(shows).first()).toBeVisible();
        const policy = answer?.headers()["content-security-policy"] ?? "";
        expect(policy, path).toMatch(/script-src [^;]*'nonce-/);
        expect(policy, path).not.toContain("unsafe-eval");
        const sticksOut = await visitor.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(sticksOut, `${path} is wider than the window`).toBeLessThanOrEqual(0);
        await visitor.page.screenshot({
          path: info.outputPath(`${path.replaceAll("/", "_").slice(0, 20)}.png`),
        });
      }
      const unexpected = [...owner.complaints, ...guest.complaints].filter(
        (text) => !/status of 404/.test(text),
      );
      expect(unexpected).toEqual([]);
    });
  }
}

test("a dialog keeps the focus, closes on Escape and gives the focus back", async ({ signIn }) => {
  const { page } = await signIn("keys");
  await page.goto("/");
  const opener = page.getByRole("button", { name: "New file" }).first();
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New file" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  for (let n = 0; n < 12; n += 1) await page.keyboard.press("Tab");
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a name that is empty or far too long gets a message under the field, and nothing is made", async ({
  signIn,
}) => {
  const { page } = await signIn("names");
  await page.goto("/");
  await page.getByRole("button", { name: "New file" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New file" });
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText(/must not be empty|Give the file a name/i)).toBeVisible();
  await dialog.getByLabel("Name").fill("x".repeat(300));
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText(/255 characters or fewer/)).toBeVisible();
});
