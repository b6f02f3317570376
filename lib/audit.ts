import type { InviteRole, Role } from "@/lib/contracts/roles";
import type { Logger } from "@/lib/logger";

/**
 * Every event of the audit log and what its line holds. Ids, roles, counts and addresses only: nothing here opens a
 * door, and a field that is not listed cannot be written. `userId` is the account that did it.
 */
interface AuditEvents {
  "account registered": { userId: number; address: string };
  "signed in": { userId: number; kind: "cookie" | "bearer"; address: string };
  /** `userId` where there is such an account. */
  "sign-in refused": { userId: number | undefined; address: string };
  "signed out": { userId: number };
  "username changed": { userId: number };
  "password changed": { userId: number; sessionsEnded: number };
  /** The current password, asked for once more, was wrong. */
  "password change refused": { userId: number; address: string };
  "sessions ended": { userId: number; sessionsEnded: number };
  /** By the administrator: `accountId` is whose account it is. */
  "account deactivated": { accountId: number; sessionsEnded: number };
  "account activated": { accountId: number };
  "password reset": { accountId: number; sessionsEnded: number };

  "file deleted": { userId: number; fileId: number };
  "assistant switched": { userId: number; fileId: number; enabled: boolean };
  "invite made": { userId: number; fileId: number; inviteId: number; role: InviteRole };
  "invite accepted": { userId: number; fileId: number; role: Role };
  "invite revoked": { userId: number; fileId: number; inviteId: number };
  "invite declined": { userId: number; fileId: number; inviteId: number };
  "role changed": { userId: number; fileId: number; memberId: number; role: Role };
  "owner changed": { userId: number; fileId: number; memberId: number };
  "member removed": { userId: number; fileId: number; memberId: number };
  "member left": { userId: number; fileId: number };
}

export type AuditEvent = keyof AuditEvents;

/** Writes one line of the audit log: level `info`, `audit: true`, and the event as the message. */
export function audit<E extends AuditEvent>(logger: Logger, event: E, fields: AuditEvents[E]): void {
  logger.info({ audit: true, ...fields }, event);
}
