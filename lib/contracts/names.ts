import { z } from "zod";
import { loginBodySchema, oauthFormSchema, registerBodySchema, tokenSchema, userSchema } from "./auth";
import { problemSchema } from "./common";
import {
  createFileBodySchema,
  fileItemSchema,
  fileListSchema,
  fileSchema,
  updateFileBodySchema,
} from "./files";
import { inviteRoleSchema, roleSchema } from "./roles";
import {
  acceptedInviteSchema,
  collaboratorListSchema,
  createInviteBodySchema,
  invitePreviewSchema,
  inviteSchema,
} from "./sharing";

/**
 * The names and examples that schemas have in the API's description and in clients made from it. One without a name is
 * described where it is used. Imported for its effect, on the server only: browsers need no examples.
 */
function name<S extends z.ZodType>(schema: S, id: string, ...examples: z.input<S>[]): void {
  z.globalRegistry.add(schema, { id, ...(examples.length === 0 ? {} : { examples }) });
}

const EARLY = "2026-01-31T09:30:00.000Z";
const LATE = "2026-02-07T09:30:00.000Z";
const PASSWORD = "a long secret";

name(problemSchema, "Problem");
name(roleSchema, "Role");
name(inviteRoleSchema, "InviteRole");

name(registerBodySchema, "RegisterBody", { email: "ada@example.com", username: "ada", password: PASSWORD });
name(loginBodySchema, "LoginBody", { email: "ada@example.com", password: PASSWORD });
name(oauthFormSchema, "OAuthForm", { grant_type: "password", username: "ada", password: PASSWORD });
name(tokenSchema, "Token", {
  access_token: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
  token_type: "bearer",
  expires_in: 604_800,
});
name(userSchema, "User", {
  id: 1,
  email: "ada@example.com",
  username: "ada",
  is_active: true,
  created_at: EARLY,
});

const item: z.input<typeof fileItemSchema> = {
  id: 1,
  name: "hello.py",
  language: "python",
  version: 1,
  owner_id: 1,
  role: "owner",
  created_at: EARLY,
  updated_at: EARLY,
};
name(createFileBodySchema, "CreateFileBody", { name: "hello.py", content: "print(1)\n" });
name(updateFileBodySchema, "UpdateFileBody", { content: "print(2)\n", base: 1 });
name(fileItemSchema, "FileItem", item);
name(fileSchema, "File", { ...item, content: "print(1)\n" });
name(fileListSchema, "FileList", { items: [item], next_cursor: null });

name(createInviteBodySchema, "CreateInviteBody", { role: "viewer", expires_in: 604_800 });
name(inviteSchema, "Invite", {
  id: 1,
  file_id: 1,
  role: "viewer",
  email: null,
  expires_at: LATE,
  max_uses: null,
  uses: 0,
  created_at: EARLY,
  token: "uO6uTQ0bJ7Z1pT2l3Yk4Rw5Xv8Nq9MzA",
  url: "http://localhost:8000/invite/uO6uTQ0bJ7Z1pT2l3Yk4Rw5Xv8Nq9MzA",
});
name(invitePreviewSchema, "InvitePreview", {
  file_name: "hello.py",
  role: "viewer",
  invited_by: "ada",
  expires_at: LATE,
});
name(acceptedInviteSchema, "AcceptedInvite", { file_id: 1, role: "viewer" });
name(collaboratorListSchema, "CollaboratorList", {
  items: [{ user: { id: 1, username: "ada" }, role: "owner", joined_at: EARLY }],
});
