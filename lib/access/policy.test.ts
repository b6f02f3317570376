import { expect, test } from "vitest";
import { roleSchema } from "@/lib/contracts/roles";
import { type Action, can } from "./policy";

const ALLOWED: Record<Action, string> = {
  "file:read": "owner collaborator viewer",
  "file:edit": "owner collaborator",
  "file:rename": "owner collaborator",
  "file:delete": "owner",
  "history:read": "owner collaborator viewer",
  "history:name": "owner collaborator",
  "history:restore": "owner collaborator",
  "findings:read": "owner collaborator viewer",
  "findings:change": "owner collaborator",
  "assist:ask": "owner collaborator viewer",
  "assist:switch": "owner",
  "run:start": "owner collaborator",
  "run:stop": "owner collaborator viewer",
  "sessions:list": "owner collaborator viewer",
  "people:list": "owner collaborator",
  "people:change": "owner",
  "people:remove": "owner",
  "people:leave": "owner collaborator viewer",
  "invite:create": "owner",
  "invite:list": "owner",
  "invite:revoke": "owner",
};

test.each(Object.entries(ALLOWED))("I6: %s is for %s", (action, roles) => {
  const isAction = (name: string): name is Action => name in ALLOWED;
  if (!isAction(action)) throw new Error("not an action");
  const may = roleSchema.options.filter((role) => can(role, action));
  expect(may.join(" ")).toBe(roles);
});
