import { expect, test } from "vitest";
import type { RoleChanged } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import { createLogger } from "@/lib/logger";
import { changeRole } from "./change-role";
import type { Member, MemberChange } from "./ports";
import { removeMember } from "./remove-member";
import { createTurns } from "./turns";

const OWNER = { userId: 1, username: "ann" };
const GUEST = 2;
const FILE = 3;

/** Members whose changes are stored at once, and whose answers come when they are let go. */
function start() {
  const answers: (() => void)[] = [];
  const stored: string[] = [];
  const told: string[] = [];
  const member: Member = { userId: GUEST, username: "bob", role: "viewer", joinedAt: new Date() };
  const answer = (change: string): Promise<MemberChange> => {
    stored.push(change);
    return new Promise((resolve) =>
      answers.push(() =>
        resolve({ status: "changed", member, before: change === "owner" ? "viewer" : "owner" }),
      ),
    );
  };
  const deps = {
    members: {
      changeRole: ({ role }: { role: Role }) => answer(role),
      remove: () => answer("removed"),
    },
    engine: {
      roleChanged: (_fileId: number, userId: number, { role, by }: RoleChanged) =>
        told.push(`${userId} ${role} by ${by}`),
      memberRemoved: (_fileId: number, userId: number) => told.push(`${userId} removed`),
    },
    turns: createTurns(),
    logger: createLogger("silent"),
  };
  /** The last one asked is answered first, as pooled connections may do. */
  const letGo = () => {
    for (const open of answers.splice(0).reverse()) open();
  };
  return { deps, stored, told, letGo };
}

const settle = async (letGo: () => void, work: Promise<unknown>[]) => {
  const done = Promise.all(work);
  let open = true;
  void done.finally(() => {
    open = false;
  });
  while (open) {
    letGo();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await done;
};

test("open connections are told in the order in which it was stored, whichever answer comes first", async () => {
  const { deps, stored, told, letGo } = start();
  const change = (role: Role) => changeRole(deps, { fileId: FILE, userId: GUEST, by: OWNER, role });
  await settle(letGo, [
    change("viewer"),
    change("collaborator"),
    removeMember(deps, FILE, GUEST, OWNER),
    change("viewer"),
  ]);
  expect(stored).toEqual(["viewer", "collaborator", "removed", "viewer"]);
  expect(told).toEqual(stored.map((what) => `${GUEST} ${what}${what === "removed" ? "" : " by ann"}`));
});

test("a hand-over tells both, and waits for what else concerns either of them", async () => {
  const { deps, told, letGo } = start();
  const change = (userId: number, role: Role) => changeRole(deps, { fileId: FILE, userId, by: OWNER, role });
  await settle(letGo, [change(GUEST, "viewer"), change(GUEST, "owner"), change(OWNER.userId, "viewer")]);
  expect(told).toEqual(["2 viewer", "2 owner", "1 collaborator", "1 viewer"].map((what) => `${what} by ann`));
});
