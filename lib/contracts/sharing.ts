import { z } from "zod";
import { emailSchema } from "./auth";
import { timeSchema } from "./common";
import { INVITE_DEFAULT_SECONDS, INVITE_MAX_SECONDS, INVITE_MAX_USES, INVITE_MIN_SECONDS } from "./limits";
import { inviteRoleSchema, roleSchema } from "./roles";

export const createInviteBodySchema = z.object({
  role: inviteRoleSchema.default("collaborator"),
  email: emailSchema.optional(),
  expires_in: z
    .number()
    .int()
    .min(INVITE_MIN_SECONDS)
    .max(INVITE_MAX_SECONDS)
    .default(INVITE_DEFAULT_SECONDS),
  max_uses: z.number().int().min(1).max(INVITE_MAX_USES).optional(),
});
export type CreateInviteBody = z.infer<typeof createInviteBodySchema>;

export const inviteSchema = z.object({
  id: z.number().int(),
  file_id: z.number().int(),
  role: inviteRoleSchema,
  email: z.string().nullable(),
  expires_at: timeSchema,
  max_uses: z.number().int().nullable(),
  uses: z.number().int(),
  created_at: timeSchema,
  /** Only in the answer that creates it: the token is stored as a hash. */
  token: z.string(),
  url: z.string(),
});
export type InviteView = z.infer<typeof inviteSchema>;

/** As the owner sees it afterwards. One that was taken back is not listed, one that expired or is used up is. */
export const inviteItemSchema = inviteSchema.omit({ token: true, url: true });
export type InviteItemView = z.infer<typeof inviteItemSchema>;

export const inviteListSchema = z.object({ items: z.array(inviteItemSchema) });
export type InviteListView = z.infer<typeof inviteListSchema>;

export const invitePreviewSchema = z.object({
  file_name: z.string(),
  role: inviteRoleSchema,
  invited_by: z.string(),
  expires_at: timeSchema,
});
export type InvitePreviewView = z.infer<typeof invitePreviewSchema>;

/** Open invites that were made for the caller's account; its `id` accepts or declines, no token is needed. */
export const receivedInviteListSchema = z.object({
  items: z.array(invitePreviewSchema.extend({ id: z.number().int() })),
});
export type ReceivedInviteListView = z.infer<typeof receivedInviteListSchema>;

export const acceptedInviteSchema = z.object({ file_id: z.number().int(), role: roleSchema });
export type AcceptedInviteView = z.infer<typeof acceptedInviteSchema>;

export const collaboratorSchema = z.object({
  user: z.object({ id: z.number().int(), username: z.string() }),
  role: roleSchema,
  joined_at: timeSchema,
});
export type CollaboratorView = z.infer<typeof collaboratorSchema>;

export const collaboratorListSchema = z.object({ items: z.array(collaboratorSchema) });
export type CollaboratorListView = z.infer<typeof collaboratorListSchema>;

/** `owner` hands the file over. */
export const changeRoleBodySchema = z.object({ role: roleSchema });
export type ChangeRoleBody = z.infer<typeof changeRoleBodySchema>;
