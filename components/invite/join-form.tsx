"use client";

import { useRouter } from "next/navigation";
import { useSubmit } from "@/components/hooks/use-submit";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { callApi } from "@/lib/browser/api-client";
import { acceptedInviteSchema } from "@/lib/contracts/sharing";

/** The one button of an invitation. */
export function JoinForm({ token }: { token: string }) {
  const router = useRouter();
  const { busy, error, submit } = useSubmit(
    (_input: null, signal) =>
      callApi("POST", `/invites/${encodeURIComponent(token)}/accept`, acceptedInviteSchema, { signal }),
    // It takes the invitation's place: going back leads to where one came from.
    ({ file_id }) => router.replace(`/files/${file_id}`),
  );
  return (
    <>
      {error !== null && (
        <Banner tone="error" boxed>
          {error.message}
        </Banner>
      )}
      <Button variant="primary" size="lg" block busy={busy} onClick={() => void submit(null)}>
        Join
      </Button>
    </>
  );
}
