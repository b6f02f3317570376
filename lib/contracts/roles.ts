import { z } from "zod";

export const roleSchema = z.enum(["owner", "collaborator", "viewer"]);
export type Role = z.infer<typeof roleSchema>;

/** Roles an invite can give. */
export const inviteRoleSchema = z.enum(["collaborator", "viewer"]);
export type InviteRole = z.infer<typeof inviteRoleSchema>;
