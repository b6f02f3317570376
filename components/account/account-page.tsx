import type { ReactNode } from "react";
import { AccountMenu, type AccountProps } from "@/components/account-menu";
import { Brand } from "@/components/ui/logo-mark";
import type { SessionListView } from "@/lib/contracts/auth";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";
import { UsernameForm } from "./username-form";

interface AccountPageProps extends AccountProps {
  sessions: SessionListView;
  /** When the server read the list, milliseconds since 1970. */
  readAt: number;
}

/** One's own account: what one is called, the password, and where one is signed in. */
export function AccountPage({ user, sessions, readAt }: AccountPageProps) {
  return (
    <div className="account-page">
      <header className="topbar">
        <Brand />
        <span className="grow" />
        <AccountMenu user={user} />
      </header>
      <main className="wrap">
        <div className="titlebar">
          <h1>Account</h1>
        </div>
        <Part id="profile" title="Profile" text="Others see your username beside your cursor.">
          <UsernameForm email={user.email} username={user.username} />
        </Part>
        <Part id="password" title="Password" text="A new one signs you out everywhere but here.">
          <PasswordForm email={user.email} />
        </Part>
        <Part
          id="sessions"
          title="Sessions"
          text="Where you are signed in. Sign out what you do not know, then change the password."
        >
          <SessionList list={sessions} drawnAt={readAt} labelledBy="sessions" />
        </Part>
      </main>
    </div>
  );
}

function Part({
  id,
  title,
  text,
  children,
}: {
  id: string;
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <section className="account-part" aria-labelledby={id}>
      <div>
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        <p className="help">{text}</p>
      </div>
      <div className="account-body">{children}</div>
    </section>
  );
}
