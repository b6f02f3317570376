import { z } from "zod";
import { answerEventsSchema, assistantSwitchSchema, assistBodySchema } from "./assist";
import {
  loginBodySchema,
  oauthFormSchema,
  registerBodySchema,
  sessionListSchema,
  tokenSchema,
  updateMeBodySchema,
  userSchema,
} from "./auth";
import { problemSchema } from "./common";
import {
  createFileBodySchema,
  editingSessionListSchema,
  fileItemSchema,
  fileListSchema,
  fileSchema,
  listedFileSchema,
  updateFileBodySchema,
} from "./files";
import { changeFindingBodySchema, diagnosticsSchema, findingListSchema, findingSchema } from "./findings";
import { nameVersionBodySchema, versionListSchema, versionSchema, versionTextSchema } from "./history";
import { inviteRoleSchema, roleSchema } from "./roles";
import {
  acceptedInviteSchema,
  changeRoleBodySchema,
  collaboratorListSchema,
  collaboratorSchema,
  createInviteBodySchema,
  inviteItemSchema,
  inviteListSchema,
  invitePreviewSchema,
  inviteSchema,
  receivedInviteListSchema,
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
name(updateMeBodySchema, "UpdateMeBody", { username: "ada_l" });
name(sessionListSchema, "SessionList", {
  items: [
    {
      id: "6f1c",
      kind: "program",
      client: "curl",
      created_at: EARLY,
      last_used_at: EARLY,
      expires_at: LATE,
      current: true,
    },
  ],
  total: 1,
});
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
name(fileListSchema, "FileList", { items: [{ ...item, owner_username: "ada" }], next_cursor: null });
name(listedFileSchema, "ListedFile", { ...item, owner_username: "ada" });
name(editingSessionListSchema, "EditingSessionList", {
  items: [
    {
      id: "q5Jb0vYkR3uTzXwAAAAB",
      code_file_id: 1,
      user_id: 1,
      username: "ada",
      role: "owner",
      cursor_position: { line: 1, column: 9 },
      last_active: EARLY,
    },
  ],
});

const finding: z.input<typeof findingSchema> = {
  id: 1,
  source: "ruff",
  rule: "F821",
  category: "bug",
  severity: "error",
  message: "Undefined name `reslut`",
  start: { line: 5, column: 12 },
  end: { line: 5, column: 18 },
  fix: {
    title: "Write `result`",
    edits: [{ start: { line: 5, column: 12 }, end: { line: 5, column: 18 }, text: "result" }],
  },
  url: "https://docs.astral.sh/ruff/rules/undefined-name/",
  status: "open",
};
name(findingSchema, "Finding", finding);
name(findingListSchema, "FindingList", { items: [finding] });
name(diagnosticsSchema, "Diagnostics", { items: [finding], analyzed_at: EARLY });
name(changeFindingBodySchema, "ChangeFindingBody", { status: "dismissed" });
name(assistBodySchema, "AssistBody", { action: "ask", question: "Why does the test fail?" });
name(
  answerEventsSchema,
  "AnswerEvents",
  'event: text\ndata: {"delta":"Line 3 divides by zero."}\n\nevent: done\ndata: {"usage":{"input_tokens":900,"output_tokens":40,"estimated":false}}\n\n',
);
name(assistantSwitchSchema, "AssistantSwitch", { enabled: false });

const version: z.input<typeof versionSchema> = {
  id: 7,
  created_at: EARLY,
  authors: [{ id: 1, username: "ada" }],
  label: null,
  added: 10,
  removed: 5,
};
name(versionSchema, "Version", version);
name(versionTextSchema, "VersionText", { ...version, content: "print(1)\n" });
name(versionListSchema, "VersionList", { items: [version], next_cursor: null });
name(nameVersionBodySchema, "NameVersionBody", { label: "Ran clean on staging" });

name(createInviteBodySchema, "CreateInviteBody", { role: "viewer", expires_in: 604_800 });
const invite: z.input<typeof inviteItemSchema> = {
  id: 1,
  file_id: 1,
  role: "viewer",
  email: null,
  expires_at: LATE,
  max_uses: null,
  uses: 0,
  created_at: EARLY,
};
name(inviteItemSchema, "InviteItem", invite);
name(inviteListSchema, "InviteList", { items: [invite] });
name(inviteSchema, "Invite", {
  ...invite,
  token: "uO6uTQ0bJ7Z1pT2l3Yk4Rw5Xv8Nq9MzA",
  url: "http://localhost:8000/invite/uO6uTQ0bJ7Z1pT2l3Yk4Rw5Xv8Nq9MzA",
});
const preview: z.input<typeof invitePreviewSchema> = {
  file_name: "hello.py",
  role: "viewer",
  invited_by: "ada",
  expires_at: LATE,
};
name(invitePreviewSchema, "InvitePreview", preview);
name(receivedInviteListSchema, "ReceivedInviteList", { items: [{ ...preview, id: 1 }] });
name(acceptedInviteSchema, "AcceptedInvite", { file_id: 1, role: "viewer" });
const owner: z.input<typeof collaboratorSchema> = {
  user: { id: 1, username: "ada" },
  role: "owner",
  joined_at: EARLY,
};
name(collaboratorSchema, "Collaborator", owner);
name(collaboratorListSchema, "CollaboratorList", { items: [owner] });
name(changeRoleBodySchema, "ChangeRoleBody", { role: "viewer" });
