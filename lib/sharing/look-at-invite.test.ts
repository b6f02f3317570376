import { describe, expect, it } from "vitest";
import type { Role } from "@/lib/contracts/roles";
import { hashInviteToken } from "./invite-token";
import { lookAtInvite } from "./look-at-invite";
import type { InvitePreview } from "./ports";

const TOKEN = "a-token";
const VIEWER = { userId: 7, email: "Sam@example.com" };

const invite = (change: Partial<InvitePreview> = {}): InvitePreview => ({
  id: 1,
  fileId: 3,
  role: "collaborator",
  email: null,
  expiresAt: new Date(Date.now() + 60_000),
  maxUses: null,
  uses: 0,
  revokedAt: null,
  createdAt: new Date(),
  fileName: "stock_sync.py",
  invitedBy: "mei-lin",
  ...change,
});

/** Looks at an invite; `role`: what the viewer is in the file already. */
function look(
  found: InvitePreview | null,
  { role = null, viewer = VIEWER }: { role?: Role | null; viewer?: typeof VIEWER | null } = {},
) {
  const hash = hashInviteToken(TOKEN);
  return lookAtInvite(
    {
      invites: { findByTokenHash: async (given) => (Buffer.compare(given, hash) === 0 ? found : null) },
      members: { roleOf: async () => role },
    },
    TOKEN,
    viewer,
  );
}

describe("lookAtInvite", () => {
  it("shows an open invite to anybody, signed in or not", async () => {
    const preview = { file_name: "stock_sync.py", role: "collaborator", invited_by: "mei-lin" };
    expect(await look(invite())).toMatchObject({ status: "open", preview });
    expect(await look(invite(), { viewer: null })).toMatchObject({ status: "open", preview });
  });

  it("does not know another token", async () => {
    expect(await look(null)).toEqual({ status: "unknown" });
  });

  it.each([
    ["expired", { expiresAt: new Date(Date.now() - 1) }],
    ["taken-back", { revokedAt: new Date() }],
    ["taken-back", { revokedAt: new Date(), expiresAt: new Date(Date.now() - 1) }],
    ["used-up", { maxUses: 2, uses: 2 }],
  ])("says that one is over, and why: %s", async (why, change) => {
    expect(await look(invite(change))).toMatchObject({ status: "gone", why });
    expect(await look(invite(change), { viewer: null })).toMatchObject({ status: "gone", why });
  });

  it("tells a member, also when the link is used up by now", async () => {
    const member = { status: "member", fileId: 3, fileName: "stock_sync.py" };
    expect(await look(invite(), { role: "owner" })).toEqual(member);
    expect(await look(invite({ role: "viewer", maxUses: 1, uses: 1 }), { role: "collaborator" })).toEqual(
      member,
    );
  });

  it("offers a viewer the higher role", async () => {
    expect(await look(invite(), { role: "viewer" })).toMatchObject({ status: "open" });
  });

  it("keeps an invite for one email from another account, whatever its case", async () => {
    expect(await look(invite({ email: "mei@example.com" }))).toEqual({ status: "other-email" });
    expect(await look(invite({ email: "sam@example.com" }))).toMatchObject({ status: "open" });
    expect(await look(invite({ email: "mei@example.com" }), { viewer: null })).toMatchObject({
      status: "open",
    });
  });
});
