import { administer } from "@/lib/auth/administer";
import { forgetSessions } from "@/lib/auth/end-session";
import type { Container } from "@/lib/container";
import type { AdminWork } from "./admin-socket";

/** What a running server does for its administrator. */
export function adminWork(
  container: Container,
  exportTo: (write: (text: string) => Promise<void>) => Promise<unknown>,
): AdminWork {
  const { users, logger } = container;
  return {
    user: ({ action, email }) =>
      administer(
        { users, logger, onEnded: (sessionIds) => forgetSessions(container, [], sessionIds) },
        action,
        email,
      ),
    async export(write) {
      await exportTo(write);
    },
  };
}
