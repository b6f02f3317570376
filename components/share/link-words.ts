import { timeUntil } from "@/components/ui/relative-time";
import type { InviteItemView } from "@/lib/contracts/sharing";

/** Whether it still lets somebody in; `now` in milliseconds since 1970. */
export function isOpenLink({ expires_at, max_uses, uses }: InviteItemView, now: number): boolean {
  return Date.parse(expires_at) > now && (max_uses === null || uses < max_uses);
}

/** What is told of an open link beside its name: `ends in 2 days, used 3 times`. */
export function linkState(invite: InviteItemView, now: number): string {
  const { role, email, expires_at } = invite;
  const parts = [`ends in ${timeUntil(Date.parse(expires_at), now)}`, usesOf(invite)];
  if (email !== null) parts.unshift(role); // else its name says it
  return parts.filter((part) => part !== "").join(", ");
}

function usesOf({ uses, max_uses }: InviteItemView): string {
  if (max_uses === 1) return "for one use";
  if (max_uses !== null) return `used ${uses} of ${max_uses} times`;
  if (uses === 0) return "";
  return uses === 1 ? "used once" : `used ${uses} times`;
}
