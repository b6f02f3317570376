import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { pathWithNext } from "@/components/auth/own-path";
import { GoneInvite } from "@/components/invite/gone-invite";
import { InvitePeek } from "@/components/invite/invite-peek";
import { JoinForm } from "@/components/invite/join-form";
import { OpenInvite } from "@/components/invite/open-invite";
import { SwitchAccount } from "@/components/invite/switch-account";
import { Breakable } from "@/components/ui/breakable";
import { CardMessage, CardPage } from "@/components/ui/card-page";
import { LinkButton } from "@/components/ui/link-button";
import { currentPrincipal } from "@/lib/auth/current-principal";
import type { Principal } from "@/lib/auth/ports";
import { getContainer } from "@/lib/container";
import { requestOrigin } from "@/lib/http/client-address";
import { type InviteLook, lookAtInvite } from "@/lib/sharing/look-at-invite";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const principal = await currentPrincipal();
  const look = await lookAtInvite(getContainer(), token, principal);
  if (look.status === "unknown") notFound();
  const { host } = new URL(requestOrigin(await headers()));
  const peek =
    look.status === "open" ? (
      <InvitePeek invitedBy={look.preview.invited_by} canEdit={look.preview.role === "collaborator"} />
    ) : undefined;
  return (
    <CardPage peek={peek} foot={host}>
      <Invite look={look} token={token} principal={principal} />
    </CardPage>
  );
}

interface InviteProps {
  look: Exclude<InviteLook, { status: "unknown" }>;
  token: string;
  principal: Principal | null;
}

function Invite({ look, token, principal }: InviteProps) {
  const path = `/invite/${token}`;
  const signedIn = principal !== null && <SignedInAs username={principal.username} path={path} />;
  switch (look.status) {
    case "gone":
      return (
        <GoneInvite why={look.why} expiresAt={look.expiresAt} drawnAt={Date.now()}>
          <LinkButton href="/">Go to your files</LinkButton>
        </GoneInvite>
      );
    case "other-email":
      return (
        <>
          <CardMessage
            icon="mail"
            tone="warning"
            title="This invite is for another email address"
            text="Sign in with the account it was made for, or ask the file’s owner for a new one."
          >
            <LinkButton href="/">Go to your files</LinkButton>
          </CardMessage>
          {signedIn}
        </>
      );
    case "member":
      return (
        <>
          <CardMessage
            icon="people"
            title={
              <>
                You are in <Breakable name={look.fileName} /> already
              </>
            }
            text="This link has nothing to add: you can open the file at any time."
          >
            <LinkButton variant="primary" href={`/files/${look.fileId}`}>
              Open the file
            </LinkButton>
            <LinkButton href="/">Go to your files</LinkButton>
          </CardMessage>
          {signedIn}
        </>
      );
    case "open":
      return (
        <OpenInvite preview={look.preview} drawnAt={Date.now()}>
          {principal === null ? <SignInChoice path={path} /> : <JoinForm token={token} />}
          {signedIn}
        </OpenInvite>
      );
  }
}

function SignedInAs({ username, path }: { username: string; path: string }) {
  return (
    <p className="who">
      You are signed in as {username}. <SwitchAccount path={path} />
    </p>
  );
}

/** For a visitor nobody knows: both ways come back here. */
function SignInChoice({ path }: { path: string }) {
  return (
    <div className="pair">
      <LinkButton block variant="primary" href={pathWithNext("/register", path)}>
        Create account
      </LinkButton>
      <LinkButton block href={pathWithNext("/login", path)}>
        Sign in
      </LinkButton>
    </div>
  );
}
